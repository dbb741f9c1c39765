namespace Portal.Core.Monitoring.Boards;

/// <summary>
/// Where panels stand: within 24 columns, never one over another, and with no empty row above them. A panel that is moved or made larger
/// pushes those in its way down. The same by mouse, by keyboard and by import.
/// </summary>
public static class BoardLayout
{
    private const int LeastWidth = 2;

    public static bool IsWithin(BoardPanel panel) =>
        panel is { X: >= 0, Y: >= 0 and <= BoardBounds.Rows, Width: >= 1, Height: >= 1 and <= BoardBounds.PanelHeight } && panel.X <= BoardBounds.Columns - panel.Width;

    /// <summary>Puts a panel elsewhere or gives it another size; what lies outside is brought within.</summary>
    public static IReadOnlyList<BoardPanel> Place(IReadOnlyList<BoardPanel> panels, int id, int x, int y, int width, int height)
    {
        var moved = panels.Single(panel => panel.Id == id);
        width = Math.Clamp(width, LeastWidth, BoardBounds.Columns);
        moved = moved with
        {
            X = Math.Clamp(x, 0, BoardBounds.Columns - width),
            Y = Math.Clamp(y, 0, BoardBounds.Rows),
            Width = width,
            Height = Math.Clamp(height, 1, BoardBounds.PanelHeight),
        };
        return Settle([Passed(moved, panels), .. panels.Where(panel => panel.Id != id).OrderBy(panel => panel.Y).ThenBy(panel => panel.X)], panels);
    }

    /// <summary>One step down: below the panel that is under it.</summary>
    public static IReadOnlyList<BoardPanel> Down(IReadOnlyList<BoardPanel> panels, int id)
    {
        var moved = panels.Single(panel => panel.Id == id);
        var under = panels.Where(panel => panel.Y >= moved.Y + moved.Height && SharesColumns(panel, moved)).MinBy(panel => panel.Y);
        return under is null ? panels : Place(panels, id, moved.X, under.Y + under.Height, moved.Width, moved.Height);
    }

    /// <summary>Adds a panel below the others, with an id of its own.</summary>
    public static IReadOnlyList<BoardPanel> Add(IReadOnlyList<BoardPanel> panels, BoardPanel panel)
    {
        var below = panels.Count == 0 ? 0 : panels.Max(each => each.Y + each.Height);
        return [.. panels, panel with { Id = panels.Count == 0 ? 1 : panels.Max(each => each.Id) + 1, X = 0, Y = below }];
    }

    public static IReadOnlyList<BoardPanel> Remove(IReadOnlyList<BoardPanel> panels, int id) => Tidy([.. panels.Where(panel => panel.Id != id)]);

    /// <summary>Takes overlaps and empty rows out of any layout.</summary>
    public static IReadOnlyList<BoardPanel> Tidy(IReadOnlyList<BoardPanel> panels) =>
        Settle([.. panels.Select(Within).OrderBy(panel => panel.Y).ThenBy(panel => panel.X)], panels);

    /// <summary>The first one keeps its place; each of the others goes down until it is free, then all go up as far as they can.</summary>
    private static List<BoardPanel> Settle(IReadOnlyList<BoardPanel> byRank, IReadOnlyList<BoardPanel> order)
    {
        var placed = new List<BoardPanel>();
        foreach (var panel in byRank)
        {
            placed.Add(Free(panel, placed));
        }

        var settled = new Dictionary<int, BoardPanel>();
        foreach (var panel in placed.OrderBy(panel => panel.Y).ThenBy(panel => panel.X))
        {
            var risen = panel;
            while (risen.Y > 0 && !settled.Values.Any(other => Overlap(other, risen with { Y = risen.Y - 1 })))
            {
                risen = risen with { Y = risen.Y - 1 };
            }

            settled[panel.Id] = risen;
        }

        return [.. order.Select(panel => settled[panel.Id])];
    }

    /// <summary>What goes down past the middle of another changes places with it.</summary>
    private static BoardPanel Passed(BoardPanel moved, IReadOnlyList<BoardPanel> panels)
    {
        var before = panels.Single(panel => panel.Id == moved.Id);
        var passed = moved.Y <= before.Y ? [] : panels.Where(panel =>
            panel.Y >= before.Y + before.Height && SharesColumns(panel, moved) && panel.Y + panel.Height / 2.0 <= moved.Y + moved.Height).ToList();
        return passed.Count == 0 ? moved : moved with { Y = Math.Max(moved.Y, passed.Max(panel => panel.Y + panel.Height)) };
    }

    private static BoardPanel Free(BoardPanel panel, List<BoardPanel> placed)
    {
        while (placed.Find(other => Overlap(other, panel)) is { } other)
        {
            panel = panel with { Y = other.Y + other.Height };
        }

        return panel;
    }

    private static BoardPanel Within(BoardPanel panel)
    {
        var width = Math.Clamp(panel.Width, 1, BoardBounds.Columns);
        return panel with
        {
            Width = width,
            X = Math.Clamp(panel.X, 0, BoardBounds.Columns - width),
            Y = Math.Clamp(panel.Y, 0, BoardBounds.Rows),
            Height = Math.Clamp(panel.Height, 1, BoardBounds.PanelHeight),
        };
    }

    private static bool Overlap(BoardPanel one, BoardPanel other) =>
        SharesColumns(one, other) && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;

    private static bool SharesColumns(BoardPanel one, BoardPanel other) => one.X < other.X + other.Width && other.X < one.X + one.Width;
}
