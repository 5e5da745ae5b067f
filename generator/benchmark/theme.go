package benchmark

// hugoConfig makes Hugo do what Touchstone does: highlighting by classes, one page a file, no feeds, no taxonomies.
const hugoConfig = `baseURL = "https://corpus.example/"
title = "Corpus"
disableKinds = ["taxonomy", "term", "RSS", "robotsTXT"]
[markup.highlight]
noClasses = false
[markup.goldmark.renderer]
unsafe = false
`

// theme is the same small page for both: base.html and its parts for Touchstone, layouts/ for Hugo.
var theme = map[string]string{
	"templates/home.html": pageTemplate,
	"templates/page.html": pageTemplate,
	"templates/404.html":  pageTemplate,
	"templates/sidebar.html": `<nav><ul>{{range .Section.Children}}<li><a href="{{href .URL}}">{{.Title}}</a></li>{{end}}</ul></nav>
`,
	"static/css/site.css": `@import "generated:code.css"; body { font-family: sans-serif }
`,
	"hugo/layouts/_default/single.html": hugoTemplate,
	"hugo/layouts/_default/list.html":   hugoTemplate,
	"hugo/layouts/index.html":           hugoTemplate,
	"hugo/layouts/partials/sidebar.html": `<nav><ul>{{range .Pages}}<li><a href="{{.RelPermalink}}">{{.Title}}</a></li>{{end}}</ul></nav>
`,
}

const pageTemplate = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Title}}</title><meta name="description" content="{{.Description}}">
<link rel="canonical" href="{{.Canonical}}"><link rel="stylesheet" href="{{asset "css/site.css"}}"></head>
<body>{{.Sidebar}}<main><h1>{{.Page.Title}}</h1>
<nav>{{range .TOC}}<a href="#{{.ID}}">{{.HTML}}</a>{{end}}</nav>
{{.Content}}
{{with .Page.Prev}}<a href="{{href .URL}}">{{.Title}}</a>{{end}}{{with .Page.Next}}<a href="{{href .URL}}">{{.Title}}</a>{{end}}
</main></body></html>
`

const hugoTemplate = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Title}}</title><meta name="description" content="{{.Description}}">
<link rel="canonical" href="{{.Permalink}}"></head>
<body>{{with .CurrentSection}}{{partialCached "sidebar.html" . .RelPermalink}}{{end}}<main><h1>{{.Title}}</h1>
{{.TableOfContents}}
{{.Content}}
{{with .PrevInSection}}<a href="{{.RelPermalink}}">{{.Title}}</a>{{end}}{{with .NextInSection}}<a href="{{.RelPermalink}}">{{.Title}}</a>{{end}}
</main></body></html>
`
