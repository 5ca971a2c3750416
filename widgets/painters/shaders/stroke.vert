attribute vec3 before;
attribute vec3 here;
attribute vec3 after;
attribute vec4 about;        // side (-1 or 1), time, value, length along the line
uniform mat4 sep_matrix;
uniform vec2 sep_size;       // device pixels
uniform float sep_reach;     // half the width and the soft edge, device pixels
#ifdef THIN
uniform sampler2D sep_table;
uniform vec4 sep_colour;
uniform vec2 sep_limits, sep_window;
uniform float sep_fade, sep_light;
varying float time;
varying vec4 ink;            // fragments of a crowd are many, so they do next to nothing

void main() {
    vec4 clip = sep_matrix * vec4(here, 1.0);
    gl_Position = clip.w > 0.0 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
    gl_Position.z = 0.0;
    vec4 colour = sep_colour;
    if (sep_limits.y > sep_limits.x) {
        float s = clamp((about.z - sep_limits.x) / (sep_limits.y - sep_limits.x), 0.0, 1.0);
        colour.rgb = texture2D(sep_table, vec2((floor(s * 1023.0 + 0.5) + 0.5) / 1024.0, 0.5)).rgb;
    }
    if (sep_fade > 0.0) {
        float age = (about.y - sep_window.x) / max(sep_window.y - sep_window.x, 1.0e-9);
        colour.a *= pow(clamp(age, 1.0e-6, 1.0), sep_fade);
    }
    ink = sep_light > 0.5 ? vec4(colour.rgb * colour.a, colour.a) : colour;
    time = about.y;
}
#else
varying float across;
varying vec3 carried;

vec2 flat_place(vec4 clip) {
    return clip.xy / max(clip.w, 1.0e-6) * 0.5 * sep_size;
}

void main() {
    vec4 clip = sep_matrix * vec4(here, 1.0);
    vec2 at = flat_place(clip);
    vec2 came = vec2(0.0), goes = vec2(0.0);
    if (abs(before.x) < 1.0e29) came = at - flat_place(sep_matrix * vec4(before, 1.0));
    if (abs(after.x) < 1.0e29) goes = flat_place(sep_matrix * vec4(after, 1.0)) - at;
    float came_long = length(came), goes_long = length(goes);
    came = came_long > 1.0e-4 ? came / came_long : vec2(0.0);
    goes = goes_long > 1.0e-4 ? goes / goes_long : came;
    if (came_long <= 1.0e-4) came = goes;
    vec2 along = dot(came, goes) < -0.5 ? came : came + goes;   // a hairpin has no mitre
    float sum = length(along);
    along = sum > 1.0e-3 ? along / sum : goes;
    vec2 out_of = vec2(-along.y, along.x);
    float mitre = 1.0 / max(dot(out_of, vec2(-goes.y, goes.x)), 0.5);
    at += out_of * about.x * sep_reach * mitre;
    across = about.x * sep_reach;
    carried = about.yzw;
    gl_Position = vec4(at / (0.5 * sep_size), 0.0, 1.0);
    if (clip.w <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
#endif
