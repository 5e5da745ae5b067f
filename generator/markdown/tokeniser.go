package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/dlclark/regexp2/v2"
)

// Tokenise implements chroma's Lexer.
func (q *quick) Tokenise(options *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	machine, err := q.compile()
	if err != nil {
		return nil, err
	}
	if options == nil {
		options = &chroma.TokeniseOptions{State: "root", EnsureLF: true}
	}
	if options.EnsureLF {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	added := 0
	if !options.Nested && q.Config().EnsureNL && !strings.HasSuffix(text, "\n") {
		text += "\n"
		added = 1
	}
	t := &tokeniser{machine: machine, start: options.State}
	t.LexerState = chroma.LexerState{Lexer: q.RegexLexer, Registry: lexers.GlobalLexerRegistry, Text: []rune(text),
		Rules: machine.rules, Stack: []string{options.State}, MutatorContext: map[any]any{}}
	t.end = len(t.Text) - added
	if len(t.Text) == len(text) && utf8.ValidString(text) {
		t.ascii = text
	}
	return t.next, nil
}

// tokeniser is a quick lexer at work on one text. It is to do what chroma's does:
// https://github.com/alecthomas/chroma/blob/v2.27.0/regexp.go
type tokeniser struct {
	chroma.LexerState
	machine *machine
	start   string          // the first state
	end     int             // of the text, without the newline that was added
	ascii   string          // the text, if each of its characters is one byte
	pending chroma.Iterator // tokens of the step before
}

// next gives the next token.
func (t *tokeniser) next() chroma.Token {
	for {
		for t.pending != nil {
			switch token := t.pending(); {
			case token.Type == chroma.Ignore:
			case token == chroma.EOF:
				t.pending = nil
			default:
				return token
			}
		}
		if t.Pos >= t.end || len(t.Stack) == 0 {
			return t.rest()
		}
		if token := t.step(); token != chroma.EOF && token.Type != chroma.Ignore {
			return token
		}
	}
}

// rest gives the text behind the place where a lexer left its last state.
func (t *tokeniser) rest() chroma.Token {
	if t.Pos == len(t.Text) || len(t.Stack) > 0 {
		return chroma.EOF
	}
	from := t.Pos
	t.Pos = len(t.Text)
	return chroma.Token{Type: chroma.Error, Value: t.since(from)}
}

// step applies one rule. Tokens that it does not give are pending.
func (t *tokeniser) step() chroma.Token {
	t.State = t.Stack[len(t.Stack)-1]
	state, ok := t.machine.states[t.State]
	if !ok {
		panic("unknown state " + t.State)
	}
	step, match := state.match(t.Text, t.Pos)
	if step == nil {
		return t.mismatch()
	}
	from := t.Pos
	t.Rule, t.Pos = step.index, from+match.RuneLength
	if !step.simple {
		t.setGroups(match)
	}
	if step.Mutator != nil {
		if err := step.Mutator.Mutate(&t.LexerState); err != nil {
			panic(err)
		}
	}
	switch {
	case step.simple:
		return chroma.Token{Type: step.Type.(chroma.TokenType), Value: t.since(from)}
	case step.Type != nil:
		t.pending = step.Type.Emit(t.Groups, &t.LexerState)
	}
	return chroma.EOF
}

// mismatch passes over a character that no rule is for. At the end of a line the lexer begins anew instead.
func (t *tokeniser) mismatch() chroma.Token {
	if t.Text[t.Pos] == '\n' && t.State != t.start {
		t.Stack = []string{t.start}
		return chroma.EOF
	}
	t.Pos++
	return chroma.Token{Type: chroma.Error, Value: t.since(t.Pos - 1)}
}

func (t *tokeniser) setGroups(match *regexp2.Match) {
	groups := match.Groups()
	t.Groups, t.NamedGroups = make([]string, len(groups)), make(map[string]string, len(groups))
	for i := range groups {
		t.Groups[i] = groups[i].String()
		t.NamedGroups[groups[i].Name] = t.Groups[i]
	}
}

// since gives the text from a position to the current one.
func (t *tokeniser) since(from int) string {
	if t.ascii != "" {
		return t.ascii[from:t.Pos]
	}
	return string(t.Text[from:t.Pos])
}
