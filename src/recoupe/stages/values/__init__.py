"""Values as several stages reckon with them: days of the calendar, EDTF, and how two values relate."""
