package serve

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/http"

	"touchstone/generator/diag"
)

// errorTemplate is a page that needs nothing of the theme, which may be what is broken.
var errorTemplate = template.Must(template.ParseFS(browser, "browser/problems.html"))

// followTemplate tells a tab to follow and where to begin.
var followTemplate = template.Must(template.ParseFS(browser, "browser/follow.html"))

// errorPage answers with mistakes in place of a page. The page goes by itself when they are mended.
func (s *server) errorPage(w http.ResponseWriter, r *http.Request, list diag.List) {
	errors, _ := list.Count()
	title := fmt.Sprintf("%d errors", errors)
	if errors == 1 {
		title = "1 error"
	}
	s.plainPage(w, r, http.StatusInternalServerError, title, s.show(list))
}

func (s *server) plainPage(w http.ResponseWriter, r *http.Request, status int, title string, shown []problem) {
	var out bytes.Buffer
	err := errorTemplate.Execute(&out, map[string]any{"Title": title, "Problems": shown})
	if err != nil {
		panic(err) // the template is ours
	}
	writePage(w, r, status, withScript(out.Bytes()))
}

// asList gives the mistakes that an error stands for.
func asList(err error) diag.List {
	var broken errBroken
	if errors.As(err, &broken) {
		return diag.List(broken)
	}
	return diag.List{failure(err)}
}

// followPage has a tab follow the pages that are edited.
func (s *server) followPage(w http.ResponseWriter, r *http.Request) {
	home := "/"
	if loaded := s.current(); loaded != nil {
		home = loaded.escaped("/")
	}
	var out bytes.Buffer
	if err := followTemplate.Execute(&out, home); err != nil {
		panic(err) // the template is ours
	}
	writePage(w, r, http.StatusOK, out.Bytes())
}
