attribute vec3 place;
attribute vec4 about;        // corner (-1 or 1) twice, kind, value
uniform mat4 sep_matrix;
uniform vec2 sep_size;       // device pixels
uniform float sep_reach;     // half the side of the square, device pixels
varying vec2 offset;         // from the place, device pixels
varying vec2 carried;

void main() {
    vec4 clip = sep_matrix * vec4(place, 1.0);
    offset = about.xy * sep_reach;
    carried = about.zw;
    vec2 at = clip.xy / max(clip.w, 1.0e-6) + offset / (0.5 * sep_size);
    gl_Position = clip.w > 0.0 ? vec4(at, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
