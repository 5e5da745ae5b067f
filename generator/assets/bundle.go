package assets

import (
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"touchstone/generator/diag"
)

// targets are the oldest browsers for which syntax is lowered. They have cascade layers, container queries and :has().
var targets = []api.Engine{
	{Name: api.EngineChrome, Version: "111"}, {Name: api.EngineFirefox, Version: "121"}, {Name: api.EngineSafari, Version: "16.4"},
}

// bundle joins a style sheet or script with all that it imports from the static folder and minifies the result.
func bundle(fsys fs.FS, entry string, generated map[string]string, list *diag.List) []byte {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            api.FormatIIFE,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		Engines:           targets,
		Outdir:            "out",
		AbsWorkingDir:     "/",
		Plugins:           []api.Plugin{projectFiles(fsys, generated)},
		Loader:            map[string]api.Loader{".svg": api.LoaderDataURL},
	})
	for _, message := range result.Errors {
		report(message, entry, list)
	}
	for _, message := range result.Warnings {
		report(message, entry, list)
	}
	if len(result.OutputFiles) == 0 {
		return nil
	}
	return result.OutputFiles[0].Contents
}

func report(message api.Message, entry string, list *diag.List) {
	pos := diag.Position{File: entry}
	if at := message.Location; at != nil {
		column := len([]rune(at.LineText[:min(at.Column, len(at.LineText))])) + 1 // esbuild counts bytes from 0
		pos = diag.Position{File: strings.TrimPrefix(at.File, "project:"), Line: at.Line, Column: column}
	}
	list.Add(pos, diag.AssetBroken, "", "%s", message.Text)
}

// projectFiles makes esbuild read from the project's file system instead of the machine's: the same code serves a
// folder, the embedded theme and a test, and an import cannot reach outside.
func projectFiles(fsys fs.FS, generated map[string]string) api.Plugin {
	const project, made = "project", "generated"
	return api.Plugin{Name: "project files", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if name, ok := strings.CutPrefix(args.Path, made+":"); ok {
				return api.OnResolveResult{Path: name, Namespace: made}, nil
			}
			if strings.HasPrefix(args.Path, "data:") || strings.HasPrefix(args.Path, "#") {
				return api.OnResolveResult{Path: args.Path, External: true}, nil // it is in the style sheet or the page already
			}
			if path.Ext(args.Path) == ".woff2" {
				return fingerprintedFont(fsys, path.Join(path.Dir(args.Importer), args.Path))
			}
			if args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{Path: args.Path, Namespace: project}, nil
			}
			return api.OnResolveResult{Path: path.Join(path.Dir(args.Importer), args.Path), Namespace: project}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: project}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			data, err := fs.ReadFile(fsys, args.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			text := string(data)
			return api.OnLoadResult{Contents: &text, Loader: loaderOf(args.Path)}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: made}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			text := generated[args.Path]
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderCSS}, nil
		})
	}}
}

// fingerprintedFont gives the address of a font relative to that of the style sheet: a font is too large to be written into
// the sheet, and the site may stand below any path.
func fingerprintedFont(fsys fs.FS, name string) (api.OnResolveResult, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return api.OnResolveResult{}, err
	}
	return api.OnResolveResult{Path: "../" + strings.TrimPrefix(fingerprinted(name, data).URL, Prefix), External: true}, nil
}

func loaderOf(name string) api.Loader {
	switch path.Ext(name) {
	case ".css":
		return api.LoaderCSS
	case ".js":
		return api.LoaderJS
	}
	return api.LoaderDataURL
}
