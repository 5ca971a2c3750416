attribute vec2 cell;            // centre of the tracer's texel, in texels
attribute vec2 about;           // age in memories, side
uniform sampler2D sep_history;  // one block of rows per sample
uniform mat4 sep_matrix;
uniform vec2 sep_size;
uniform float sep_rows, sep_blocks, sep_newest;
uniform float sep_since, sep_spacing, sep_memory;   // flow time
uniform float sep_piece;        // share of the memory from one vertex of a tail to the next
uniform float sep_reach;
uniform vec2 sep_texels;
uniform sampler2D sep_table;
uniform vec4 sep_colour;
uniform vec2 sep_limits;        // of the speed; equal ends: one colour
varying float across;
varying vec4 ink;               // premultiplied: fragments are many, so they do next to nothing

vec4 sample_of(float index) {
    float block = mod(sep_newest - index + sep_blocks, sep_blocks);
    return texture2D(sep_history, vec2(cell.x, cell.y + block * sep_rows) / sep_texels);
}

vec4 at_age(float share) {      // between the samples, so that a tail never changes its length
    float age = clamp(share, 0.0, 1.0) * sep_memory;
    float index = age < sep_since ? age / sep_since : 1.0 + (age - sep_since) / sep_spacing;
    float low = min(floor(index), sep_blocks - 2.0);
    vec4 newer = sample_of(low), older = sample_of(low + 1.0);
    return vec4(mix(newer.xyz, older.xyz, clamp(index - low, 0.0, 1.0)), min(newer.w, older.w));
}

void main() {
    vec4 here = at_age(about.x);
    vec4 clip = sep_matrix * vec4(here.xyz, 1.0);
    vec2 at = clip.xy / max(clip.w, 1.0e-6);
#ifdef SINGLE                   // a tail of one piece: its far end is transparent anyway
    bool joined = here.w >= 0.0;
#else
    // Where a tracer was just born, or its newer neighbour was, a line would join two lives.
    vec4 before = at_age(about.x - sep_piece);
    bool joined = here.w >= 0.0 && before.w >= 0.0;
#endif
#ifndef THIN
    vec4 newer = sep_matrix * vec4(at_age(about.x - sep_piece).xyz, 1.0);
    vec4 older = sep_matrix * vec4(at_age(about.x + sep_piece).xyz, 1.0);
    vec2 along = (newer.xy / max(newer.w, 1.0e-6) - older.xy / max(older.w, 1.0e-6)) * sep_size;
    float span = length(along);
    along = span > 1.0e-4 ? along / span : vec2(1.0, 0.0);
    at += vec2(-along.y, along.x) * about.y * sep_reach / (0.5 * sep_size);
#endif
    gl_Position = clip.w > 0.0 ? vec4(at, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
    across = about.y * sep_reach;

    vec3 colour = sep_colour.rgb;
    if (sep_limits.y > sep_limits.x) {
        float s = clamp((here.w - sep_limits.x) / (sep_limits.y - sep_limits.x), 0.0, 1.0);
        colour = texture2D(sep_table, vec2((floor(s * 1023.0 + 0.5) + 0.5) / 1024.0, 0.5)).rgb;
    }
    float alpha = joined ? sep_colour.a * pow(max(1.0 - about.x, 1.0e-6), 1.6) : 0.0;
    ink = vec4(colour * alpha, alpha);
}
