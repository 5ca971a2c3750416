attribute vec2 cell;            // centre of the tracer's texel, in texels
attribute vec3 about;           // sample of the newer end, which end (0 newer, 1 older), side
uniform sampler2D sep_history;  // one block of rows per sample
uniform mat4 sep_matrix;
uniform vec2 sep_size;
uniform float sep_rows, sep_blocks, sep_newest;
uniform float sep_since, sep_spacing, sep_memory;   // flow time
uniform float sep_reach;
uniform vec2 sep_texels;
varying float across;
varying float fade;
varying float speed;

vec4 sample_of(float age) {
    float block = mod(sep_newest - age + sep_blocks, sep_blocks);
    return texture2D(sep_history, vec2(cell.x, cell.y + block * sep_rows) / sep_texels);
}

void main() {
    vec4 newer = sample_of(about.x);
    vec4 older = sample_of(about.x + 1.0);
    vec4 a = sep_matrix * vec4(newer.xyz, 1.0);
    vec4 b = sep_matrix * vec4(older.xyz, 1.0);
    vec2 at_a = a.xy / max(a.w, 1.0e-6) * 0.5 * sep_size;
    vec2 at_b = b.xy / max(b.w, 1.0e-6) * 0.5 * sep_size;
    vec2 along = at_a - at_b;
    float span = length(along);
    along = span > 1.0e-4 ? along / span : vec2(1.0, 0.0);
    vec2 at = mix(at_a, at_b, about.y) + vec2(-along.y, along.x) * about.z * sep_reach;
    float sample_age = about.x + about.y;
    float age = sample_age < 0.5 ? 0.0 : sep_since + (sample_age - 1.0) * sep_spacing;
    fade = pow(max(1.0 - age / sep_memory, 0.0), 1.6);
    across = about.z * sep_reach;
    speed = newer.w;
    gl_Position = vec4(at / (0.5 * sep_size), 0.0, 1.0);
    if (newer.w < 0.0 || a.w <= 0.0 || b.w <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
