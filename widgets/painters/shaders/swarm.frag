uniform sampler2D sep_table;
uniform vec4 sep_colour;
uniform vec2 sep_limits;        // of the speed; equal ends: one colour
uniform float sep_half;
varying float across;
varying float fade;
varying float speed;

void main() {
    vec4 colour = sep_colour;
    if (sep_limits.y > sep_limits.x) {
        float s = clamp((speed - sep_limits.x) / (sep_limits.y - sep_limits.x), 0.0, 1.0);
        colour.rgb = texture2D(sep_table, vec2((floor(s * 1023.0 + 0.5) + 0.5) / 1024.0, 0.5)).rgb;
    }
    float alpha = colour.a * fade * clamp(sep_half + 0.5 - abs(across), 0.0, 1.0);
    gl_FragColor = vec4(colour.rgb * alpha, alpha);
}
