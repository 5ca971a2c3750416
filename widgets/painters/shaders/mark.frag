uniform sampler2D sep_table;
uniform vec2 sep_limits;     // of the values; equal ends: one colour
uniform vec3 sep_attract, sep_repel, sep_centre, sep_canvas, sep_accent, sep_ink;
uniform vec2 sep_cloud;       // radius, device pixels, and alpha of a dot in a cloud
uniform float sep_pixel;     // device pixels per logical pixel
varying vec2 offset;
varying vec2 carried;

float inside(float distance) {          // 1 inside, 0 outside, soft over one pixel
    return clamp(0.5 - distance, 0.0, 1.0);
}

void main() {
    float r = length(offset);
    float diamond = (abs(offset.x) + abs(offset.y)) * 0.70710678;
    float unit = sep_pixel;
    vec3 ink = sep_ink;
    if (sep_limits.y > sep_limits.x) {
        float s = clamp((carried.y - sep_limits.x) / (sep_limits.y - sep_limits.x), 0.0, 1.0);
        ink = texture2D(sep_table, vec2((floor(s * 1023.0 + 0.5) + 0.5) / 1024.0, 0.5)).rgb;
    }
    vec3 colour = ink;
    float shape = 0.0, halo = 0.0;
    if (carried.x < 0.5) {                                     // dot
        shape = inside(r - 2.5 * unit);
        halo = inside(r - 3.5 * unit);
    } else if (carried.x < 1.5) {                              // cloud
        shape = inside(r - sep_cloud.x) * sep_cloud.y;
        halo = shape;
    } else if (carried.x < 2.5) {                              // stable
        colour = sep_attract;
        shape = inside(r - 5.5 * unit);
        halo = inside(r - 8.0 * unit);
    } else if (carried.x < 3.5) {                              // unstable
        colour = sep_repel;
        shape = inside(abs(r - 4.5 * unit) - unit);
        halo = inside(r - 8.0 * unit);
    } else if (carried.x < 4.5) {                              // saddle
        colour = mix(sep_attract, sep_repel, clamp(offset.x + 0.5, 0.0, 1.0));
        shape = inside(diamond - 4.4 * unit);
        halo = inside(diamond - 6.6 * unit);
    } else if (carried.x < 5.5) {                              // centre
        colour = sep_centre;
        shape = max(inside(abs(r - 4.5 * unit) - unit), inside(r - 1.75 * unit));
        halo = inside(r - 8.0 * unit);
    } else if (carried.x < 6.5) {                              // start
        shape = inside(abs(r - 4.5 * unit) - unit);
        halo = inside(r - 6.5 * unit);
    } else if (carried.x < 7.5) {                              // handle
        colour = sep_accent;
        shape = inside(r - 6.0 * unit);
        halo = inside(r - 8.0 * unit);
    } else {                                                   // head of a track
        shape = inside(r - 3.5 * unit);
        halo = inside(r - 5.0 * unit);
    }
    float alpha = max(shape, halo);
    if (alpha <= 0.0) discard;
    gl_FragColor = vec4(mix(sep_canvas, colour, shape / alpha), alpha);
}
