package content

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"touchstone/generator/diag"
)

// URL gives the address of the page at a path: content/guide/security.md is /guide/security/, content/index.md is /.
// It depends on the path alone. Characters that an address cannot hold are percent-encoded.
func URL(name string) string {
	name = path.Clean("/" + strings.TrimSuffix(strings.TrimPrefix(name, Folder), ".md"))
	if path.Base(name) == "index" {
		name = path.Dir(name)
	}
	if name != "/" {
		name += "/"
	}
	return escape(name)
}

// FileURL gives the address of any other file: content/guide/map.png is /guide/map.png.
func FileURL(name string) string {
	return escape(strings.TrimPrefix(name, Folder))
}

// LinkURL maps a relative destination, written in the file at path from, to an address. Destinations that begin with
// / or # stay as they are; a query and a fragment behind a path stay too. A path that leads out of the content folder is
// taken to end at its top: no link of the site leads outside by counting dots.
func LinkURL(from, dest string) string {
	if dest == "" || dest[0] == '/' || dest[0] == '#' {
		return dest
	}
	end := len(dest)
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		end = i
	}
	name := Folder + path.Clean("/"+strings.TrimPrefix(Target(from, dest[:end]), Folder))
	if path.Ext(name) == ".md" {
		return URL(name) + dest[end:]
	}
	return FileURL(name) + dest[end:]
}

// Target gives the path of the file that a relative destination, written in the file at path from, means.
func Target(from, dest string) string {
	if decoded, err := url.PathUnescape(dest); err == nil {
		dest = decoded
	}
	return path.Join(path.Dir(from), dest)
}

// OutputPath gives the file, relative to the output folder, that a host serves at an address of the site.
func OutputPath(address string) string {
	if decoded, err := url.PathUnescape(address); err == nil {
		address = decoded
	}
	if strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return strings.TrimPrefix(address, "/")
}

func escape(address string) string {
	return (&url.URL{Path: address}).EscapedPath()
}

// checkName reports a name that cannot become an address on every host and file system.
func checkName(name string, list *diag.List) {
	pos := diag.Position{File: name}
	const hint = "rename it with letters, digits, hyphens and dots"
	for _, r := range name {
		if unicode.IsControl(r) || strings.ContainsRune(`\:*?"<>|#%`, r) {
			list.Add(pos, diag.FileName, hint, "the character %q cannot be part of an address", r)
			return
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.TrimSpace(part) != part || strings.HasSuffix(part, ".") {
			list.Add(pos, diag.FileName, hint, "%q begins or ends with white space or a dot", part)
			return
		}
	}
}
