package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"touchstone/generator"
	"touchstone/generator/assets"
	"touchstone/generator/diag"
)

// own is the part of the addresses that belongs to this package. No page can stand there while nobody calls a folder "-".
const own = "/-/"

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(own+"events", s.events)
	mux.HandleFunc(own+"diagnostics", s.problemsJSON)
	mux.HandleFunc(own+"follow", s.followPage)
	mux.HandleFunc(own, browserFile)
	mux.HandleFunc("/", s.file)
	return s.guard(mux)
}

// guard lets through what a browser on this machine asks for, and survives a panic.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, header := range generator.Headers {
			w.Header().Set(header.Name, header.Value)
		}
		switch {
		case !s.allowed(r):
			http.Error(w, "this server answers only to the address that it listens on", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
		default:
			if err := s.try(next, w, r); err != nil {
				s.errorPage(w, r, diag.List{failure(err)})
			}
		}
	})
}

func (s *server) try(next http.Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer s.rescue(&err)
	next.ServeHTTP(w, r)
	return nil
}

// allowed tells whether a request names the server as somebody at this machine would. A page of the web whose own name
// was made to lead here (DNS rebinding) could read drafts otherwise.
func (s *server) allowed(r *http.Request) bool {
	host := hostname(r.Host)
	if host == "localhost" || host == "127.0.0.1" || host == "::1" || host == hostname(s.options.Addr) && host != "" {
		return true
	}
	asked, err := netip.ParseAddr(host)
	local, known := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return err == nil && known && asked == local.AddrPort().Addr().Unmap()
}

// hostname gives the name in host:port, in lower case and without the brackets of IPv6.
func hostname(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// file answers with a file of the site, as a host would.
func (s *server) file(w http.ResponseWriter, r *http.Request) {
	loaded := s.current()
	if loaded == nil {
		s.errorPage(w, r, s.diagnostics())
		return
	}
	output, location, found := loaded.find(r.URL.Path)
	switch {
	case !found:
		s.notFound(w, r, loaded)
	case location != "":
		if r.URL.RawQuery != "" {
			location += "?" + r.URL.RawQuery
		}
		w.Header().Set("Cache-Control", generator.PageCache)
		http.Redirect(w, r, location, http.StatusMovedPermanently)
	default:
		s.send(w, r, loaded, output)
	}
}

func (s *server) send(w http.ResponseWriter, r *http.Request, loaded *site, output generator.Output) {
	data, err := s.draw(loaded, output)
	if err != nil {
		s.errorPage(w, r, asList(err))
		return
	}
	header := w.Header()
	header.Set("Content-Type", contentType(output.Path))
	header.Set("Cache-Control", cacheControl(output.Path))
	identify(header, data)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// notFound answers with the site's page for wrong addresses, if it has one.
func (s *server) notFound(w http.ResponseWriter, r *http.Request, loaded *site) {
	output, written := loaded.outputs["404.html"]
	if !written {
		s.plainPage(w, r, http.StatusNotFound, "Nothing is published at "+r.URL.Path, nil)
		return
	}
	data, err := s.draw(loaded, output)
	if err != nil {
		s.errorPage(w, r, asList(err))
		return
	}
	writePage(w, r, http.StatusNotFound, data)
}

// writePage writes a page that is not what was asked for, and so is not to be kept.
func writePage(w http.ResponseWriter, r *http.Request, status int, data []byte) {
	header := w.Header()
	header.Set("Content-Type", contentType(".html"))
	header.Set("Content-Length", strconv.Itoa(len(data)))
	header.Set("Cache-Control", "no-store")
	identify(header, data)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}

func cacheControl(path string) string {
	if strings.HasPrefix("/"+path, assets.Prefix) {
		return generator.ImmutableCache
	}
	return generator.PageCache
}

// identify names the bytes of an answer: for the browser's cache, and for the scripts of the page itself, which can read
// Server-Timing and no other header of the page that they run in (https://www.w3.org/TR/server-timing/).
func identify(header http.Header, data []byte) {
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	header.Set("ETag", tag)
	header.Set("Server-Timing", "page;desc="+tag)
}
