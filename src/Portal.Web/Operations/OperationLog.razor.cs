using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Web.Shell;

namespace Portal.Web.Operations;

/// <summary>The live log of an operation. Each event reads only the lines after the last one held.</summary>
public partial class OperationLog
{
    private const int PageLines = 2000;
    private const int WrappedLines = 1000;

    private readonly LogBuffer _buffer = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private List<NumberedLine> _shown = [];
    private ElementReference _view;
    private IJSObjectReference? _script;
    private DotNetObjectReference<OperationLog>? _self;
    private ShownProblem? _problem;
    private LogFilter _filter = new(null, LineLevel.Info, "");
    private bool _following = true;
    private bool _wrap;
    private bool _read;
    private int? _linked;
    private bool _showLinked;

    [Inject]
    public required IOperations Operations { get; init; }

    [Inject]
    public required IOperationWords Words { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public Guid Id { get; set; }

    /// <summary>Names the downloaded file.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>True when no more lines will come.</summary>
    [Parameter]
    public bool IsOver { get; set; }

    [Parameter]
    public int? Step { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<OperationStepView> Steps { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    public string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "find")]
    public string? Find { get; set; }

    private LineLevel Least => PageQuery.Parse<LineLevel>(Level) ?? LineLevel.Info;

    private int FirstHeld => _buffer.Lines.Count > 0 ? _buffer.Lines[0].Number : _buffer.Total + 1;

    private string StepWords => Steps.FirstOrDefault(step => step.Ordinal == Step) is { } step ? Words.Step(step.Name) : "";

    /// <summary>Called by the script when the person scrolls away from the end, or back to it.</summary>
    [JSInvokable]
    public void Followed(bool following)
    {
        if (_following != following)
        {
            _following = following;
            StateHasChanged();
        }
    }

    protected override void Start()
    {
        _linked = LineOf(Navigation.ToAbsoluteUri(Navigation.Uri).Fragment);
        _following = _linked is null;
        _showLinked = _linked is not null;
        Follow([Topics.Log], Id, ReadOnAsync);
    }

    protected override async Task LoadAsync()
    {
        _linked = LineOf(Navigation.ToAbsoluteUri(Navigation.Uri).Fragment) ?? _linked;
        Filter();
        if (!_read)
        {
            await ReadOnAsync();
            if (_linked is { } number && number < FirstHeld)
            {
                _buffer.SeekTo(number);
                await ReadPageAsync();
            }
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_script is null && RendererInfo.IsInteractive && firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _script = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["js/log.js"]);
            await _script.InvokeVoidAsync("attach", _view, _self, _following);
        }

        if (_showLinked && _script is not null && _shown.Count > 0 && _linked is { } number)
        {
            _showLinked = false;
            var index = _shown.FindIndex(line => line.Number == number);
            await _script.InvokeVoidAsync("show", _view, index, _shown.Count);
        }
    }

    protected override async ValueTask DisposeCoreAsync()
    {
        if (_script is not null)
        {
            try
            {
                await _script.InvokeVoidAsync("detach", _view);
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and its listeners with it.
            }
        }

        _self?.Dispose();
        _reading.Dispose();
        await base.DisposeCoreAsync();
    }

    /// <summary>Reads all lines that came since, page by page.</summary>
    private async Task ReadOnAsync()
    {
        if (!_buffer.IsAtEnd)
        {
            return;
        }

        _problem = await ActAsync(async (actor, cancellationToken) =>
        {
            await _reading.WaitAsync(cancellationToken);
            try
            {
                IReadOnlyList<OperationLogLine> lines;
                do
                {
                    lines = await Operations.ReadLogAsync(Id, _buffer.Last, PageLines, actor, cancellationToken);
                    _buffer.Append(lines);
                }
                while (lines.Count == PageLines);
            }
            finally
            {
                _reading.Release();
            }
        });
        _read = true;
        Filter();
    }

    /// <summary>Reads one window of earlier lines, and stops following.</summary>
    private async Task ReadPageAsync()
    {
        _problem = await ActAsync(async (actor, cancellationToken) =>
        {
            var lines = await Operations.ReadLogAsync(Id, _buffer.Last, _buffer.Capacity, actor, cancellationToken);
            _buffer.Append(lines);
            if (lines.Count < _buffer.Capacity)
            {
                _buffer.ReachedEnd();
            }
        });
        Filter();
    }

    private async Task EarlierAsync()
    {
        _following = false;
        _buffer.SeekEarlier();
        await ReadPageAsync();
    }

    private async Task LatestAsync()
    {
        if (!_buffer.IsAtEnd)
        {
            _buffer.SeekTo(int.MaxValue);
            _buffer.ReachedEnd();
            await ReadOnAsync();
        }

        _following = true;
        StateHasChanged();
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("follow", _view);
        }
    }

    private void Filter()
    {
        _filter = new LogFilter(Step, Least, Find?.Trim() ?? "");
        _shown = _filter.ShowsAll ? [.. _buffer.Lines] : [.. _buffer.Lines.Where(_filter.Shows)];
    }

    private void FindAsync(string text) => Navigation.SetQuery("find", text.Length == 0 ? null : text);

    private void SetLevel(ChangeEventArgs args) => Navigation.SetQuery("level", args.Value?.ToString());

    private string LineHref(int number)
    {
        var address = Navigation.Uri;
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        return $"{(hash < 0 ? address : address[..hash])}#L{number.ToString(CultureInfo.InvariantCulture)}";
    }

    private async Task CopyAsync()
    {
        var text = new StringBuilder();
        foreach (var line in _shown)
        {
            text.Append(Plain(line.At, line.Level, line.Text));
        }

        await SendAsync("copy", text.ToString());
    }

    /// <summary>The whole log, read in pages, whatever the filter shows.</summary>
    private async Task DownloadAsync() => _problem = await ActAsync(async (actor, cancellationToken) =>
    {
        var text = new StringBuilder();
        long after = 0;
        IReadOnlyList<OperationLogLine> lines;
        do
        {
            lines = await Operations.ReadLogAsync(Id, after, PageLines, actor, cancellationToken);
            foreach (var line in lines)
            {
                text.Append(Plain(line.At, line.Level, line.Text));
                after = line.Sequence;
            }
        }
        while (lines.Count == PageLines);
        await SendAsync("download", text.ToString());
    });

    private async Task SendAsync(string function, string text)
    {
        if (_script is not null)
        {
            using var stream = new DotNetStreamReference(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            await _script.InvokeVoidAsync(function, stream, $"{Id}.log");
        }
    }

    private static string Plain(DateTimeOffset at, LineLevel level, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {level.ToString().ToUpperInvariant(),-7} {text}\n");

    private static int? LineOf(string fragment) =>
        fragment.StartsWith("#L", StringComparison.Ordinal)
        && int.TryParse(fragment.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
