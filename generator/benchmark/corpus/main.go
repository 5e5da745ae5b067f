// Corpus writes a documentation project of any size, for measurements:
//
//	go run ./generator/benchmark/corpus -pages 1000 DIR
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"

	"touchstone/generator/benchmark"
)

func main() {
	log.SetFlags(0)
	pages := flag.Int("pages", 1000, "number of pages")
	guide := flag.String("content", "content", "the content folder of the guide whose text and samples are used")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: corpus [-pages N] [-content DIR] DIR")
	}
	files, err := benchmark.Corpus(os.DirFS(*guide), *pages)
	if err == nil {
		err = write(flag.Arg(0), files)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func write(dir string, files map[string]string) error {
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
