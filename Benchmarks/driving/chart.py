"""A line chart as SVG, with both axes by powers (what doubles each time is a straight line), or against time."""
import html, math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 70, 210, 50, 50
COLOURS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#16808a", "#7f8c8d", "#5d4037", "#c2185b", "#827717", "#37474f"]


def ticks(low, high):
    """1, 2 and 5 of each power of ten within the range; the powers alone where there are many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1, 2, 5) if len(powers) <= 3 else (1,)
    return [step * 10.0 ** power for power in powers for step in steps if low <= step * 10.0 ** power <= high]


def label(value):
    return "{:,.0f}".format(value) if value >= 1 else "%g" % value


def chart(title, x_name, y_name, lines, by_time=False):
    """`lines` are pairs of a name and points; a point without a positive value is left out. With `by_time` the lower axis goes evenly."""
    lines = [(name, [(x, y) for x, y in points if x and y and x > 0 and y > 0]) for name, points in lines]
    lines = [line for line in lines if line[1]]
    xs, ys = ([point[axis] for _, points in lines for point in points] for axis in (0, 1))
    low, high = 10 ** math.floor(math.log10(min(ys))), 10 ** math.ceil(math.log10(max(ys) * 1.001))
    left, right = min(xs), max(max(xs), min(xs) * 1.001)

    def place(x, y):
        scale = float if by_time else math.log
        across = (scale(x) - scale(left)) / (scale(right) - scale(left))
        up = (math.log(y) - math.log(low)) / (math.log(high) - math.log(low))
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def text(x, y, words, anchor="middle", size=12, colour="#333"):
        return '<text x="%.1f" y="%.1f" text-anchor="%s" font-size="%d" fill="%s">%s</text>' % (x, y, anchor, size, colour, html.escape(words))

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif">' % (WIDTH, HEIGHT),
        '<rect width="%d" height="%d" fill="white"/>' % (WIDTH, HEIGHT), text(LEFT, 28, title, "start", 16),
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_name), text(LEFT, TOP - 8, y_name, "start")]
    for y in ticks(low, high):
        _, height = place(left, y)
        parts.append('<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/>' % (LEFT, height, WIDTH - RIGHT, height))
        parts.append(text(LEFT - 6, height + 4, label(y), "end"))
    for x in sorted(set(xs)):
        across, _ = place(x, low)
        parts.append(text(across, HEIGHT - BOTTOM + 18, label(x)))
    # The names stand beside the ends of their lines, moved apart where they would cover one another.
    ends = sorted((place(*points[-1])[1], number) for number, (_, points) in enumerate(lines))
    heights, last = {}, TOP - 20
    for height, number in ends:
        last = max(height, last + 15)
        heights[number] = last
    over = max(last - (HEIGHT - BOTTOM + 10), 0)
    for number, (name, points) in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(*point) for point in points]
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (colour, " ".join("%.1f,%.1f" % one for one in places)))
        parts += ['<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (*one, colour) for one in places]
        parts.append(text(WIDTH - RIGHT + 10, heights[number] - over + 4, name, "start", 12, colour))
    return "\n".join(parts + ["</svg>"]) + "\n"
