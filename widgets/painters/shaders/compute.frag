uniform vec2 sep_origin;   // world position of the centre of texel (0, 0)
uniform vec2 sep_step;     // from one texel to the next

void main() {
    vec2 place = sep_origin + sep_step * (gl_FragCoord.xy - 0.5);
    float value = field(place);
    bool known = value < 1.0e30 && value > -1.0e30;
    gl_FragColor = known ? vec4(value, 1.0, 0.0, 1.0) : vec4(0.0, 0.0, 0.0, 1.0);
}
