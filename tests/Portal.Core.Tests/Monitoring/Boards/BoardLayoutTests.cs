using Portal.Core.Monitoring.Boards;

namespace Portal.Core.Tests.Monitoring.Boards;

/// <summary>Panels never lie over one another, and leave no hole above them, whatever is done to them.</summary>
public sealed class BoardLayoutTests
{
    private static readonly IReadOnlyList<BoardPanel> Two = [Panel(1, 0, 0, 12, 8), Panel(2, 0, 8, 12, 4), Panel(3, 12, 0, 12, 8)];

    [Fact]
    public void Up_AndDown_ChangePlaces()
    {
        Assert.Equal("1:0,4 2:0,0 3:12,0", Say(BoardLayout.Place(Two, 2, 0, 7, 12, 4)));
        Assert.Equal("1:0,4 2:0,0 3:12,0", Say(BoardLayout.Down(Two, 1)));
        Assert.Equal(Say(Two), Say(BoardLayout.Down(Two, 2)));
    }

    [Fact]
    public void Drag_PastTheMiddleOfAnother_ChangesPlaces_AndLessDoesNot()
    {
        Assert.Equal("1:0,0 2:0,8 3:12,0", Say(BoardLayout.Place(Two, 1, 0, 1, 12, 8)));
        Assert.Equal("1:0,4 2:0,0 3:12,0", Say(BoardLayout.Place(Two, 1, 0, 3, 12, 8)));
    }

    [Fact]
    public void Wider_PushesWhatIsInTheWayDown()
    {
        Assert.Equal("1:0,0 2:0,8 3:12,8", Say(BoardLayout.Place(Two, 1, 0, 0, 16, 8)));
        Assert.Equal("1:8,0 2:0,8 3:12,8", Say(BoardLayout.Place(Two, 1, 8, 0, 12, 8)));
    }

    [Fact]
    public void Place_OutsideOfTheBoard_IsBroughtWithin() => Assert.Equal("1:12,8 2:0,0 3:12,0", Say(BoardLayout.Place(Two, 1, 90, 99, 12, 8)));

    [Fact]
    public void Remove_LeavesNoHole_AndAddGoesBelow()
    {
        Assert.Equal("2:0,0 3:12,0", Say(BoardLayout.Remove(Two, 1)));
        Assert.Equal("1:0,0 2:0,8 3:12,0 4:0,12", Say(BoardLayout.Add(Two, Panel(0, 5, 5, 6, 6))));
    }

    [Fact]
    public void AnyChange_OfAnyBoard_LeavesNoOverlapAndNoHole()
    {
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var panels = BoardLayout.Tidy([.. Enumerable.Range(1, random.Next(1, 12)).Select(id => Panel(id, random.Next(-3, 30), random.Next(0, 40), random.Next(1, 30), random.Next(1, 12)))]);
            var one = panels[random.Next(panels.Count)];
            foreach (var layout in new[] { panels, BoardLayout.Place(panels, one.Id, random.Next(-5, 30), random.Next(-5, 60), random.Next(0, 40), random.Next(0, 20)), BoardLayout.Down(panels, one.Id) })
            {
                Assert.Equal(panels.Select(panel => panel.Id), layout.Select(panel => panel.Id));
                Assert.All(layout, panel => Assert.True(BoardLayout.IsWithin(panel)));
                var cells = layout.SelectMany(panel => Cells(panel).Select(cell => (cell, panel.Id))).ToLookup(pair => pair.cell, pair => pair.Id);
                Assert.All(cells, cell => Assert.Single(cell));
                Assert.All(layout.Where(panel => panel.Y > 0), panel => Assert.Contains(Enumerable.Range(panel.X, panel.Width), x => cells.Contains((x, panel.Y - 1))));
            }
        }
    }

    private static IEnumerable<(int, int)> Cells(BoardPanel panel) =>
        Enumerable.Range(panel.X, panel.Width).SelectMany(x => Enumerable.Range(panel.Y, panel.Height).Select(y => (x, y)));

    private static BoardPanel Panel(int id, int x, int y, int width, int height) => new(id, PanelKind.Stat, "", x, y, width, height, []);

    private static string Say(IEnumerable<BoardPanel> panels) => string.Join(' ', panels.OrderBy(panel => panel.Id).Select(panel => $"{panel.Id}:{panel.X},{panel.Y}"));
}
