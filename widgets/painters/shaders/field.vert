attribute vec2 corner;
uniform mat4 sep_matrix;     // unit square of the cover to clip coordinates
uniform vec4 sep_texels;     // texel coordinates of the lower left and upper right corner
varying vec2 texel;

void main() {
    texel = mix(sep_texels.xy, sep_texels.zw, corner);
    gl_Position = sep_matrix * vec4(corner, 0.0, 1.0);
}
