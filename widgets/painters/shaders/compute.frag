uniform vec2 sep_origin;   // world position of the centre of texel (0, 0)
uniform vec2 sep_step;     // from one texel to the next

float known(float value) {
    return value < 1.0e30 && value > -1.0e30 ? 1.0 : 0.0;
}

#ifdef PAIRED              // a texel holds two neighbours: value, known, value, known
void main() {
    vec2 cell = vec2(2.0 * gl_FragCoord.x - 1.0, gl_FragCoord.y - 0.5);
    vec2 place = sep_origin + sep_step * cell;
    vec2 value = fields(place, sep_origin + sep_step * (cell + vec2(1.0, 0.0)));
    vec2 told = vec2(known(value.x), known(value.y));
    gl_FragColor = vec4(told.x > 0.5 ? value.x : 0.0, told.x, told.y > 0.5 ? value.y : 0.0, told.y);
}
#else
void main() {
    float value = field(sep_origin + sep_step * (gl_FragCoord.xy - 0.5));
    gl_FragColor = known(value) > 0.5 ? vec4(value, 1.0, 0.0, 1.0) : vec4(0.0, 0.0, 0.0, 1.0);
}
#endif
