// Touchstone generates the documentation site of a comparison guide from Markdown and typed, sourced facts.
//
// This file holds the command line: commands, flags and exit codes. What the commands do is in package generator.
package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"touchstone/generator"
	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/serve"
	"touchstone/generator/store"
)

// theme is what a project without templates/ or static/ of its own is drawn with. Names that begin with _ are part of it.
//
//go:embed all:templates all:static
var theme embed.FS

// Exit codes.
const (
	exitFine     = 0
	exitMistakes = 1 // the project has mistakes
	exitUsage    = 2
	exitFailure  = 3 // the world failed: disk, permission, port
)

// defaultCache is the folder for remembered conversions. The leading dot keeps it out of what is read and watched.
const defaultCache = ".cache/touchstone"

// cacheLimit is the number of bytes of remembered conversions that a build leaves on disk.
const cacheLimit = 256 << 20

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run executes a command line and gives the exit code. Results go to stdout, diagnostics and errors to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := &command{stdout: stdout, stderr: stderr}
	root := c.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, generator.ErrMistakes):
		return exitMistakes
	case c.started:
		fmt.Fprintln(stderr, "touchstone:", err)
		return exitFailure
	}
	fmt.Fprintf(stderr, "touchstone: %v\nRun 'touchstone --help' for the commands.\n", err)
	return exitUsage
}

// command holds the flags of a command line.
type command struct {
	stdout, stderr io.Writer
	started        bool // the flags were understood: what fails now is no misuse

	dir, out, schemas, baseURL, repository, addr, cache, format string
	today                                                       string
	strict, drafts, open                                        bool
	seed                                                        uint64
	count                                                       uint
	day                                                         content.Date // of --today, or the clock's
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "touchstone",
		Short:         "Generate the documentation site of a comparison guide",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if !slices.Contains(diag.Formats, c.format) {
				return fmt.Errorf("--format %s is none of %s", c.format, strings.Join(diag.Formats, ", "))
			}
			if problem := content.CheckBaseURL(c.baseURL); c.baseURL != "" && problem != "" {
				return fmt.Errorf("--base-url: %s", problem)
			}
			if err := c.readToday(); err != nil {
				return err
			}
			c.started = true
			return nil
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&c.dir, "root", ".", "the project's folder")
	flags.StringVar(&c.format, "format", "text", "form of diagnostics: "+strings.Join(diag.Formats, ", "))
	flags.StringVar(&c.today, "today", "", "the day by which facts are too old, as 2026-01-31; the clock's if left out")
	root.AddCommand(c.build(), c.serve(), c.check(), c.audit(), c.new(), c.schema())
	return root
}

func (c *command) readToday() (err error) {
	c.day = content.DateOf(time.Now())
	if c.today != "" {
		if c.day, err = content.ParseDate(c.today); err != nil {
			return fmt.Errorf("--today: %w", err)
		}
	}
	return nil
}

func (c *command) build() *cobra.Command {
	build := &cobra.Command{Use: "build", Short: "Check the project and publish the site in a folder", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return c.runBuild() }}
	flags := build.Flags()
	flags.StringVar(&c.out, "out", "public", "the folder to publish in, relative to --root")
	flags.BoolVar(&c.strict, "strict", false, "publish nothing when there are warnings either")
	c.publishFlags(build)
	return build
}

// publishFlags are the flags of all commands that load a project for publishing.
func (c *command) publishFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&c.baseURL, "base-url", "", "where the site will stand, instead of base_url in content/site.yaml")
	flags.StringVar(&c.repository, "repository", "", "where the source stands, instead of repository in content/site.yaml")
	flags.BoolVar(&c.drafts, "drafts", false, "publish drafts too")
	flags.StringVar(&c.cache, "cache", defaultCache, "the folder for remembered conversions, relative to --root, or off")
}

// garbage is what a build may leave lying about, in percent of what it uses, before the collector runs; Go's own is 100.
// A build of 10,000 pages takes a tenth less CPU time for it, and a fifth more memory: 224 MB.
const garbage = 150

func (c *command) runBuild() error {
	start := time.Now()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	config, err := c.config(c.cache)
	if err != nil {
		return err
	}
	blocking := diag.Error
	if c.strict {
		blocking = diag.Warning
	}
	progress := newProgress(c.stderr)
	config.Progress = progress.tell
	report, list, err := generator.Build(config, c.path(c.out), blocking)
	progress.clear()
	if printed := c.print(list); err == nil {
		err = printed
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%d pages in %s, in %s: %d of %d files new or changed, %d removed, %.1f MB\n", report.Pages, c.path(c.out),
		milliseconds(time.Since(start)), report.Written, report.Files, report.Removed, float64(report.Bytes)/1e6)
	fmt.Fprintf(c.stdout, "load %s, render %s (%d texts converted, %d remembered), check %s, publish %s\n", milliseconds(report.Load),
		milliseconds(report.Render), report.Converted, report.Remembered, milliseconds(report.Check), milliseconds(report.Publish))
	c.printCoverage(report.Coverage)
	config.Documents.Compact(cacheLimit)
	config.Documents.Close()
	return nil
}

func (c *command) printCoverage(coverage catalog.Coverage) {
	if coverage.All > 0 {
		fmt.Fprintf(c.stdout, "coverage %d %%: %d of %d facts have a value\n", coverage.Percent(), coverage.Answered, coverage.All)
	}
}

func milliseconds(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// progress is a line on a terminal that tells how far a long build is. Elsewhere, such as in a pipe, it stays quiet.
type progress struct {
	terminal *os.File // nil where there is none
	mu       sync.Mutex
	next     time.Time // when the line is written again
	shown    bool
}

// quiet is how long a build may take before it says something, and between two times that it does.
const quiet = 300 * time.Millisecond

func newProgress(w io.Writer) *progress {
	p := &progress{next: time.Now().Add(quiet)}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.terminal = file
	}
	return p
}

func (p *progress) tell(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); p.terminal != nil && now.After(p.next) {
		fmt.Fprintf(p.terminal, "\r%d of %d files", done, total)
		p.next, p.shown = now.Add(quiet), true
	}
}

// clear takes the line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.terminal, "\r\x1b[K")
	}
}

func (c *command) serve() *cobra.Command {
	serve := &cobra.Command{Use: "serve", Short: "Show the site in a browser and follow every change", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.runServe(cmd.Context()) }}
	serve.Flags().StringVar(&c.addr, "addr", "127.0.0.1:8080", "the address to listen on")
	serve.Flags().StringVar(&c.cache, "cache", defaultCache, "the folder for remembered conversions, relative to --root, or off")
	serve.Flags().BoolVar(&c.open, "open", false, "open the site in the browser")
	return serve
}

func (c *command) check() *cobra.Command {
	check := &cobra.Command{Use: "check", Short: "Report every mistake of the project and publish nothing", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return c.runCheck() }}
	c.publishFlags(check)
	check.Flags().BoolVar(&c.strict, "strict", false, "fail when there are warnings")
	return check
}

func (c *command) runCheck() error {
	config, err := c.config(c.cache)
	if err != nil {
		return err
	}
	coverage, list, err := generator.Check(config)
	if err != nil {
		return err
	}
	if err := c.print(list); err != nil {
		return err
	}
	failures, warnings := list.Count()
	if c.format == "text" {
		fmt.Fprintf(c.stdout, "%d errors, %d warnings\n", failures, warnings)
		c.printCoverage(coverage)
	}
	if failures > 0 || c.strict && warnings > 0 {
		return generator.ErrMistakes
	}
	return nil
}

func (c *command) audit() *cobra.Command {
	audit := &cobra.Command{Use: "audit", Short: "Draw facts at random and print what to read again for each", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return c.runAudit() }}
	audit.Flags().Uint64Var(&c.seed, "seed", 1, "the seed of the draw; note it down, it gives the same draw again")
	audit.Flags().UintVar(&c.count, "count", 60, "the number of facts")
	return audit
}

func (c *command) runAudit() error {
	config, err := c.config("off")
	if err != nil {
		return err
	}
	list, err := generator.Audit(c.stdout, config, c.seed, int(min(c.count, math.MaxInt)))
	return errors.Join(c.print(list), err)
}

func (c *command) new() *cobra.Command {
	return &cobra.Command{Use: "new PATH", Short: "Write a new page, or a new entry with all its fields", Args: cobra.ExactArgs(1),
		Example: "  touchstone new guide/testing.md\n  touchstone new frameworks/another",
		RunE: func(_ *cobra.Command, args []string) error {
			written, err := generator.NewFiles(c.dir, args[0])
			for _, name := range written {
				fmt.Fprintln(c.stdout, name)
			}
			return err
		}}
}

func (c *command) schema() *cobra.Command {
	schema := &cobra.Command{Use: "schema", Short: "Print the JSON Schemas of front matter and YAML files, for editors", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return c.runSchema() }}
	schema.Flags().StringVar(&c.schemas, "out", "", "write each schema into a file of this folder, relative to --root, instead")
	return schema
}

func (c *command) runSchema() error {
	config, err := c.config("off")
	if err != nil {
		return err
	}
	schemas, err := generator.Schemas(config)
	if err != nil {
		return err
	}
	if c.schemas == "" {
		return writeJSON(c.stdout, schemas)
	}
	if err := os.MkdirAll(c.path(c.schemas), 0o755); err != nil {
		return err
	}
	for name, schema := range schemas {
		if err := writeSchema(filepath.Join(c.path(c.schemas), strings.TrimSuffix(name, ".yaml")+".schema.json"), schema); err != nil {
			return err
		}
	}
	return nil
}

func writeSchema(name string, schema content.Schema) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(writeJSON(file, schema), file.Close())
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// config describes the project to load.
func (c *command) config(cache string) (generator.Config, error) {
	root, err := os.OpenRoot(c.dir) // follows no symbolic link out of the project
	if err != nil {
		return generator.Config{}, err
	}
	if cache == "off" {
		cache = ""
	} else if cache != "" {
		cache = c.path(cache)
	}
	version, err := ownHash()
	if err != nil {
		return generator.Config{}, err
	}
	return generator.Config{Root: root.FS(), Theme: fs.FS(theme), BaseURL: c.baseURL, Repository: c.repository, Drafts: c.drafts, Today: c.day,
		Documents: store.Open[markdown.Document](cache, 100), Version: version}, nil
}

// path gives a path relative to the project's folder.
func (c *command) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.dir, name)
}

// ownHash gives the hash of the running program: whatever changes in the code that converts, nothing that another
// version remembered is taken for its own.
func ownHash() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func (c *command) print(list diag.List) error { return diag.Print(c.stderr, c.format, list) }

func (c *command) runServe(ctx context.Context) error {
	c.baseURL, c.drafts = "http://"+c.addr, true
	config, err := c.config(c.cache)
	if err != nil {
		return err
	}
	options := serve.Options{Dir: c.dir, Ignore: []string{c.path("public"), c.path(c.cache)}, Addr: c.addr, Log: c.stderr,
		Load: generator.NewLoader(config).Load}
	if c.open {
		options.Ready = openBrowser
	}
	return serve.Run(ctx, options)
}

// openBrowser shows an address in the browser of whoever is at the machine. That it may fail is no matter: the address
// has been printed.
func openBrowser(address string) {
	name := map[string]string{"darwin": "open", "windows": "explorer"}[runtime.GOOS]
	if name == "" {
		name = "xdg-open"
	}
	_ = exec.Command(name, address).Start()
}
