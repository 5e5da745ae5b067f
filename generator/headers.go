package generator

// Header is a response header that a host sends with every page.
type Header struct{ Name, Value string }

// Policy is the Content-Security-Policy under which the site runs: everything comes from the site itself, and no script
// or style stands in a page. The pages carry it too, for hosts that send no headers.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Headers are what netlify.toml sends with every file and the development server sends too; a test compares the two.
var Headers = []Header{
	{"Content-Security-Policy", Policy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "strict-origin-when-cross-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
}

// ImmutableCache is sent with fingerprinted files: their addresses change with their bytes.
const ImmutableCache = "public, max-age=31536000, immutable"

// PageCache is sent with everything else: a browser may keep it, and asks each time whether it is still the same.
const PageCache = "public, max-age=0, must-revalidate"
