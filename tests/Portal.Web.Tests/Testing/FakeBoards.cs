using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeBoards : FakeService, IBoards
{
    public static readonly Guid Id = Guid.Parse("0199aaaa-0000-7000-8000-0000000000e0");

    public List<BoardView> Items { get; } = [];

    public List<BoardRequest> Requests { get; } = [];

    public BoardView Add(BoardDocument? document = null, string name = "Shop", bool mayChange = true)
    {
        var board = new BoardView(
            Id, name, BoardVisibility.Organisation, "ada", mayChange, mayChange, document ?? Sample(), Testing.Sample.Now, Testing.Sample.Now, "ada", 7);
        Items.Add(board);
        return board;
    }

    /// <summary>One panel of each kind.</summary>
    public static BoardDocument Sample() => new(
        [
            new(1, PanelKind.Heading, "Load", 0, 0, 24, 1, []),
            new(2, PanelKind.TimeSeries, "Up in $cluster", 0, 1, 12, 8, [new("sum by (cluster) (up{cluster=~\"$cluster\"})", "{{cluster}}")]),
            new(3, PanelKind.Stat, "Targets", 12, 1, 6, 4, [new("sum(up)")], Thresholds: [new(null, ThresholdLevel.Good), new(0.5, ThresholdLevel.Warning)]),
            new(4, PanelKind.Gauge, "Ready", 18, 1, 6, 4, [new("sum by (cluster) (up)")], FigureUnit.Share),
            new(5, PanelKind.Bars, "Most", 12, 5, 6, 4, [new("up")]),
            new(6, PanelKind.Table, "All", 18, 5, 6, 4, [new("up")]),
            new(7, PanelKind.Text, "Notes", 0, 9, 24, 3, [], Text: "Of $cluster"),
        ],
        BoardDefaults.Variables);

    public Task<Page<BoardSummary>> ListAsync(BoardQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.Where(item => item.Name.Contains(query.Search ?? "", StringComparison.OrdinalIgnoreCase) && (!query.Mine || item.IsMine)).Select(item => new BoardSummary(
            item.Id, item.Name, item.Visibility, item.Owner, item.IsMine, item.MayChange, item.Document.Panels.Count, item.UpdatedAt, item.UpdatedBy)).ToList();
        return new Page<BoardSummary>(found, found.Count, null);
    });

    public Task<BoardView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.Find(item => item.Id == id) ?? throw ProblemException.NotFound("This board does not exist"));

    public Task<BoardView> CreateAsync(BoardRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Requests.Add(request);
        Items.Clear();
        return Add(request.Document, request.Name);
    });

    public Task<BoardView> UpdateAsync(Guid id, BoardRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Requests.Add(request);
        Items.Clear();
        return Add(request.Document, request.Name);
    });

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Items.RemoveAll(item => item.Id == id));
}
