uniform sampler2D sep_pairs;   // value, known, value, known of two neighbours
uniform vec2 sep_size;         // texels of that texture

void main() {
    vec2 cell = floor(gl_FragCoord.xy);
    vec4 two = texture2D(sep_pairs, (vec2(floor(0.5 * cell.x), cell.y) + 0.5) / sep_size);
    gl_FragColor = vec4(mod(cell.x, 2.0) > 0.5 ? two.zw : two.xy, 0.0, 1.0);
}
