// colleagues makes the project files of three people who annotated the sample and differ as people do, to merge
// and review: ana.quoth, ben.quoth and cay.quoth, in the folder that is named.
//
//	go run .ci/colleagues.go FOLDER
//	quoth merge FOLDER/ana.quoth FOLDER/ben.quoth FOLDER/cay.quoth -o FOLDER/all.quoth
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"quoth/app/colleagues"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("colleagues: give the folder in which the files are to be")
	}
	paths, err := colleagues.Make(context.Background(), os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range paths {
		fmt.Println(p)
	}
}
