using Microsoft.AspNetCore.Components;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Traces;
using Portal.Core.Problems;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Traces;

/// <summary>Searches the trace stores of all clusters at once. What is sought lives in the address.</summary>
public partial class TracesPage
{
    private const int MostServices = 60;

    private readonly Loadable<GlobalList<string>> _services = new();
    private Loadable<GlobalList<string>> _operations = new();
    private Loadable<TraceList> _found = new();
    private TraceQuestion _question = TraceQuestion.Read(null, null, null, null, null, null, null);
    private string _asked = "";
    private string _clusters = "";
    private CancellationTokenSource? _asking;
    private DateTimeOffset _servicesAt;
    private string _service = "";
    private string _operation = "";
    private string _tags = "";
    private string _least = "";
    private string _most = "";
    private string _range = "1h";
    private int _limit;
    private string _traceId = "";

    [Inject]
    public required ITraces Traces { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery]
    public string? Service { get; set; }

    [SupplyParameterFromQuery]
    public string? Operation { get; set; }

    [SupplyParameterFromQuery]
    public string? Tags { get; set; }

    [SupplyParameterFromQuery(Name = "min")]
    public string? Least { get; set; }

    [SupplyParameterFromQuery(Name = "max")]
    public string? Most { get; set; }

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public int? Limit { get; set; }

    /// <summary>By name; none for all.</summary>
    [SupplyParameterFromQuery(Name = "cluster")]
    public string[]? Clusters { get; set; }

    private bool IsRunning => _asking is not null;

    /// <summary>Those with a trace store, of the first answer: a choice must not take the others away.</summary>
    private IReadOnlyList<FacetOption> ClusterOptions =>
        [.. _members.Select(member => new FacetOption(member.Name, builder => builder.AddContent(0, member.Name), null))];

    private IReadOnlyList<QueryMember> _members = [];

    protected override async Task LoadAsync()
    {
        var question = TraceQuestion.Read(Service, Operation, Tags, Least, Most, Range, Limit);
        var clusters = string.Join('\n', Clusters ?? []);
        var asked = $"{question}\n{clusters}";
        if (asked == _asked)
        {
            return;
        }

        // What the question before brought is no answer to this one.
        (_question, _asked, _found) = (question, asked, new());
        (_service, _operation, _tags, _least, _most, _range, _limit) = (question.Service, question.Operation, question.Tags, question.Least, question.Most, question.Range, question.Limit);
        if (_services.Value is null || clusters != _clusters)
        {
            _clusters = clusters;
            await ReadServicesAsync();
        }

        if (question.Service.Length > 0 && _services.Value is not null)
        {
            await Task.WhenAll(SearchAsync(), ReadOperationsAsync());
        }
    }

    private async Task ReadServicesAsync()
    {
        await ReadAsync(_services, async (actor, cancellationToken) =>
        {
            if (_members.Count == 0)
            {
                var all = await Traces.ServicesAsync(_question.Window(Clock.GetUtcNow()), QueryScope.All, actor, cancellationToken);
                _members = [.. all.Coverage.Members.Where(member => member.Part != MemberPart.NotAsked).Select(member => member.Member)];
                if (Clusters is not { Length: > 0 })
                {
                    return all;
                }
            }

            return await Traces.ServicesAsync(_question.Window(Clock.GetUtcNow()), Scope, actor, cancellationToken);
        });
        _servicesAt = Clock.GetUtcNow();
    }

    private async Task ReadOperationsAsync()
    {
        var service = _service.Trim();
        _operations = new();
        if (service.Length > 0)
        {
            await ReadAsync(_operations, (actor, cancellationToken) => Traces.OperationsAsync(service, _question.Window(Clock.GetUtcNow()), Scope, actor, cancellationToken));
        }
    }

    private async Task SearchAsync()
    {
        if (_asking is { } before)
        {
            // Nobody waits for that answer any more.
            await before.CancelAsync();
        }

        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        _asking = mine;
        var found = _found;
        await ReadAsync(found, (actor, _) => Traces.SearchAsync(_question.Search(Clock.GetUtcNow(), Scope), actor, mine.Token));
        if (ReferenceEquals(mine, _asking))
        {
            _asking = null;
        }
    }

    private async Task RunAsync()
    {
        var question = TraceQuestion.Read(_service, _operation, _tags, _least, _most, _range, _limit);
        if (question == _question)
        {
            await SearchAsync();
            return;
        }

        Navigation.SetQuery(question.Query, keepHistory: true);
    }

    private void OpenTrace()
    {
        if (_traceId.Trim() is { Length: > 0 } id)
        {
            Navigation.NavigateTo(Links.Trace(id));
        }
    }

    /// <summary>Names of clusters that are not known choose nobody.</summary>
    private QueryScope Scope => Clusters is { Length: > 0 } names
        ? new QueryScope(null, [.. _members.Where(member => names.Contains(member.Name)).Select(member => member.Id)])
        : QueryScope.All;

    private ShownProblem Nobody(Coverage coverage) => new(new Problem(ProblemKind.Unavailable, L.Count("Nobody", coverage.Asked), L["Nobody.Why"], L["Nobody.Remedy"]));
}
