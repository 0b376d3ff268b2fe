"""What cells say: days, numbers, codes and names as typed values, and the draft of a row that they go into."""
