//go:build !race

package workbench_test

const raced = false
