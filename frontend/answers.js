/* The disposition table by keyboard: up and down between the comments, Enter to an answer. */
const table = document.getElementById("table");
if (table) {
  const boxes = [...table.querySelectorAll('input[name="comment"]')];
  const go = (from, step) => {
    const next = boxes[boxes.indexOf(from) + step];
    if (next) {
      next.focus();
      next.closest("tr").scrollIntoView({ block: "nearest" });
    }
  };
  table.addEventListener("keydown", (event) => {
    if (!boxes.includes(event.target)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(event.target, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const answer = event.target.closest("tr").querySelector("a.answer");
      if (answer) answer.click();
    }
  });
}
