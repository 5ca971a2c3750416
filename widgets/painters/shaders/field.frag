uniform sampler2D sep_values;   // value, known, untrusted
uniform sampler2D sep_table;
uniform vec2 sep_size;
uniform vec2 sep_limits;
uniform vec4 sep_warn;
uniform vec4 sep_missing;       // of nodes without a value; they are let through if its alpha is 0
uniform float sep_mode;         // 0: values are interpolated, 1: nearest node, 2: colours are
uniform float sep_turn;         // 1: the scale is a circle
uniform float sep_alpha;
uniform float sep_pixel;        // device pixels per logical pixel
varying vec2 texel;

vec4 node(vec2 place) {
    return texture2D(sep_values, (clamp(place, vec2(0.0), sep_size - 1.0) + 0.5) / sep_size);
}

vec4 shade(float value) {
    float s = (value - sep_limits.x) / (sep_limits.y - sep_limits.x);
    s = sep_turn > 0.5 ? fract(s) : clamp(s, 0.0, 1.0);
    return texture2D(sep_table, vec2((floor(s * 1023.0 + 0.5) + 0.5) / 1024.0, 0.5));
}

void main() {
    vec4 nearest = node(floor(texel + 0.5));
    if (nearest.y < 0.5) {
        if (sep_missing.a == 0.0) discard;
        gl_FragColor = vec4(sep_missing.rgb, sep_missing.a * sep_alpha);
        return;
    }
    vec4 colour;
    if (sep_mode < 0.5 || sep_mode > 1.5) {
        vec2 low = floor(texel);
        vec2 part = texel - low;
        vec4 a = node(low), b = node(low + vec2(1.0, 0.0));
        vec4 c = node(low + vec2(0.0, 1.0)), d = node(low + vec2(1.0, 1.0));
        vec4 weight = vec4((1.0 - part.x) * (1.0 - part.y), part.x * (1.0 - part.y),
                           (1.0 - part.x) * part.y, part.x * part.y);
        weight *= vec4(a.y, b.y, c.y, d.y);
        weight /= weight.x + weight.y + weight.z + weight.w;
        if (sep_mode < 0.5) colour = shade(dot(weight, vec4(a.x, b.x, c.x, d.x)));
        else colour = weight.x * shade(a.x) + weight.y * shade(b.x)
                    + weight.z * shade(c.x) + weight.w * shade(d.x);
    } else {
        colour = shade(nearest.x);
    }
    if (nearest.z > 0.5) {
        float across = mod((gl_FragCoord.x + gl_FragCoord.y) * 0.70710678, 6.0 * sep_pixel);
        float hatch = clamp(0.5 + 0.5 * sep_pixel - abs(across - 3.0 * sep_pixel), 0.0, 1.0);
        colour = mix(colour, vec4(sep_warn.rgb, 1.0), hatch);
    }
    gl_FragColor = vec4(colour.rgb, colour.a * sep_alpha);
}
