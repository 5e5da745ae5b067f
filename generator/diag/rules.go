package diag

// Rule is a kind of mistake. Its id is part of the program's interface: scripts and editors may rely on it.
type Rule struct {
	ID       string
	Severity Severity
	Meaning  string // one sentence for the list of rules
}

// Rules holds every rule, in the order of their declaration. The writer's manual lists the same ones; a test compares.
var Rules []Rule

func declare(id string, severity Severity, meaning string) Rule {
	rule := Rule{ID: id, Severity: severity, Meaning: meaning}
	Rules = append(Rules, rule)
	return rule
}

// Files and addresses.
var (
	FileEncoding  = declare("file-encoding", Error, "A text file is not valid UTF-8.")
	FileTooLarge  = declare("file-too-large", Error, "A text file is larger than the generator reads.")
	FileName      = declare("file-name", Error, "A file's name cannot become an address.")
	FileUnsafe    = declare("file-unsafe", Error, "A drawing could run or load something in a reader's browser.")
	FolderNoIndex = declare("folder-no-index", Error, "A folder holds pages but no index.md.")
	AddressClash  = declare("address-clash", Error, "Two files would be published at one address.")
	SiteMissing   = declare("site-missing", Error, "The project has no content/site.yaml or no content/index.md.")
)

// YAML: front matter, data files and blocks.
var (
	YAMLSyntax       = declare("yaml-syntax", Error, "A YAML text cannot be parsed.")
	KeyUnknown       = declare("key-unknown", Error, "A key is not one that is known here.")
	KeyMissing       = declare("key-missing", Error, "A required key is missing or empty.")
	ValueType        = declare("value-type", Error, "A value has the wrong type.")
	ValueUnknown     = declare("value-unknown", Error, "A value is not one of the allowed ones.")
	FrontMatterOpen  = declare("front-matter-open", Error, "Front matter begins with --- but does not end.")
	FrontMatterFirst = declare("front-matter-missing", Error, "A page does not begin with front matter.")
	TemplateUnknown  = declare("template-unknown", Error, "Front matter names a template that does not exist.")
	AddressInvalid   = declare("address-invalid", Error, "A redirect or base address is not a usable address.")
)

// The catalogue: fields, vocabularies, sources, facts, claims.
var (
	IDInvalid        = declare("id-invalid", Error, "An id has characters other than letters, digits, dots, hyphens and underscores.")
	IDDuplicate      = declare("id-duplicate", Error, "An id is given twice.")
	FieldUnknown     = declare("field-unknown", Error, "A field is not declared in fields.yaml.")
	FieldVocabulary  = declare("field-vocabulary", Error, "A field's vocabulary is missing, unknown or not for its type.")
	VocabularyUnused = declare("vocabulary-unused", Warning, "No field uses a vocabulary.")
	EntryUnknown     = declare("entry-unknown", Error, "An entry does not exist.")
	FactState        = declare("fact-state", Error, "A fact's state and its other keys contradict each other.")
	FactValue        = declare("fact-value", Error, "A fact's value is not one that its field allows.")
	FactSource       = declare("fact-source", Error, "A fact with a value has no source.")
	FactDate         = declare("fact-date", Error, "A fact has no day on which it was checked, or dates out of order.")
	FactInherits     = declare("fact-inherits", Error, "A fact is inherited from an entry that has none, or in a circle.")
	FactUnchecked    = declare("fact-unchecked", Warning, "A declared field has no fact for an entry.")
	FactStale        = declare("fact-stale", Warning, "A fact is older than the days that its field gives it.")
	FactOverdue      = declare("fact-overdue", Error, "A fact is older than twice its field's days, and no reason is given.")
	FactFuture       = declare("fact-future", Error, "A day on which something was read or checked is yet to come.")
	CoverageLow      = declare("coverage-low", Error, "Fewer facts have a value than the settings ask for.")
	WordsNotNeutral  = declare("words-not-neutral", Error, "A neutral field's value holds a word of praise.")
	TermUnused       = declare("term-unused", Warning, "No fact uses a word of a vocabulary that is not a scale.")
	SourceUnknown    = declare("source-unknown", Error, "A source is not in any sources.yaml.")
	SourceUnused     = declare("source-unused", Warning, "Nothing cites a source.")
)

// Markdown and what it refers to.
var (
	RawHTML          = declare("raw-html", Error, "Markdown contains raw HTML, which is not passed through.")
	LinkUnsafe       = declare("link-unsafe", Error, "A link has a scheme that is not allowed, such as javascript:.")
	LinkBroken       = declare("link-broken", Error, "A link leads to a page or file that does not exist.")
	AnchorBroken     = declare("anchor-broken", Error, "A link names a heading that its page does not have.")
	LinkAbsolute     = declare("link-absolute", Warning, "A link to a page of the site is written as an address, not as a relative path to its file.")
	HeadingLevel     = declare("heading-level", Warning, "A heading skips a level, or a page has a first-level heading of its own.")
	HeadingDuplicate = declare("heading-duplicate", Error, "Two headings of a page have the same written id.")
	ImageAlt         = declare("image-alt", Warning, "An image has no alternative text.")
	CodeLanguage     = declare("code-language", Warning, "A code block names a language that is not known.")
	CodeTime         = declare("code-time", Error, "A piece of code takes too long to highlight.")
	FootnoteUnused   = declare("footnote", Warning, "A footnote is defined but not used, or used but not defined.")
	BlockUnknown     = declare("block-unknown", Error, "A block's content is not what its kind expects.")
	ReferenceUnknown = declare("reference-unknown", Error, "A {{reference}} to a fact has no such entry, field or plain value.")
	SampleMissing    = declare("sample-missing", Error, "A sample or include names a file or region that does not exist.")
	IncludeDepth     = declare("include-depth", Error, "Files include each other in a circle or too deeply.")
	MarkdownLimit    = declare("markdown-limit", Error, "A Markdown text nests or repeats marks beyond what is converted in reasonable time.")
	TitleDuplicate   = declare("title-duplicate", Warning, "Two pages of a folder have the same title.")
)

// The theme.
var (
	TemplateBroken = declare("template-broken", Error, "A template cannot be parsed or executed.")
	AssetBroken    = declare("asset-broken", Error, "A style sheet or script cannot be bundled.")
)
