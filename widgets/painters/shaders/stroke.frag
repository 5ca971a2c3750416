#ifdef THIN
uniform vec2 sep_window;     // times that are shown
varying float time;
varying vec4 ink;

void main() {
    if (time < sep_window.x || time > sep_window.y) discard;
    gl_FragColor = ink;
}
#else
uniform sampler2D sep_table;
uniform vec4 sep_colour;
uniform vec2 sep_limits;     // of the values; equal ends: one colour
uniform vec2 sep_window;     // times that are shown
uniform vec2 sep_dash;       // device pixels on and off; 0 off: solid
uniform float sep_half;      // half the width, device pixels
uniform float sep_fade;      // exponent of the age; 0: no fading
uniform float sep_light;     // 1: premultiplied, for adding and multiplying
varying float across;
varying vec3 carried;

void main() {
    if (carried.x < sep_window.x || carried.x > sep_window.y) discard;
    vec4 colour = sep_colour;
    if (sep_limits.y > sep_limits.x) {
        float s = clamp((carried.y - sep_limits.x) / (sep_limits.y - sep_limits.x), 0.0, 1.0);
        colour.rgb = texture2D(sep_table, vec2((floor(s * 1023.0 + 0.5) + 0.5) / 1024.0, 0.5)).rgb;
    }
    float alpha = colour.a * clamp(sep_half + 0.5 - abs(across), 0.0, 1.0);
    if (sep_fade > 0.0) {
        float age = (carried.x - sep_window.x) / max(sep_window.y - sep_window.x, 1.0e-9);
        alpha *= pow(max(age, 1.0e-6), sep_fade);
    }
    if (sep_dash.y > 0.0) {
        float place = mod(carried.z, sep_dash.x + sep_dash.y);
        alpha *= clamp(0.5 * sep_dash.x + 0.5 - abs(place - 0.5 * sep_dash.x), 0.0, 1.0);
    }
    gl_FragColor = sep_light > 0.5 ? vec4(colour.rgb * alpha, alpha) : vec4(colour.rgb, alpha);
}
#endif
