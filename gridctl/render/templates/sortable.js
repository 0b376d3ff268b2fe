// A click on a heading sorts the table by that column; another one turns the order round. Empty cells and the sum stay last.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  table.tHead.addEventListener("click", (event) => {
    const heading = event.target.closest("th");
    if (!heading) return;
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const each of heading.parentNode.children) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[heading.cellIndex].dataset.v;
    const compare = (a, b) => heading.classList.contains("num") ? a - b : a.localeCompare(b, document.documentElement.lang);
    const rows = [...body.rows].sort((a, b) => {
      const sums = a.classList.contains("sum") - b.classList.contains("sum");
      if (sums) return sums;
      const [x, y] = [value(a), value(b)];
      if (x === "" || y === "") return (x === "") - (y === "");
      return compare(x, y) * (down ? -1 : 1);
    });
    body.append(...rows);
  });
}
