// first-record shows the first record of a JSON Lines dataset to a person: a line for each field and
// for the first elements of each list, cut to the width of the terminal ($COLUMNS, else 100).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
)

// shown is how many elements of a list are written out.
const shown = 3

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("first-record: give the dataset's file name")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	line, err := bufio.NewReader(file).ReadBytes('\n')
	if err != nil {
		log.Fatalf("%s: no whole first line: %v", os.Args[1], err)
	}
	if err := show(line, width()); err != nil {
		log.Fatalf("%s:1: %v", os.Args[1], err)
	}
}

func width() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 20 {
		return n
	}
	return 100
}

// show walks over the tokens rather than a map, to keep the order of the fields.
func show(record []byte, width int) error {
	dec := json.NewDecoder(bytes.NewReader(record))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil || len(list) == 0 {
			put(fmt.Sprintf("%-12s %s", key, value), width)
			continue
		}
		put(fmt.Sprintf("%-12s %d", key, len(list)), width)
		for i, element := range list {
			if i == shown {
				put(fmt.Sprintf("  … and %d more", len(list)-shown), width)
				break
			}
			put("  "+string(element), width)
		}
	}
	return nil
}

func put(s string, width int) {
	if r := []rune(s); len(r) > width {
		s = string(r[:width-1]) + "…"
	}
	fmt.Println(s)
}
