using System.Globalization;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeOperations : FakeService, IOperations
{
    public List<OperationDetail> Items { get; } = [];

    public List<OperationLogLine> Log { get; } = [];

    public List<Guid> Cancelled { get; } = [];

    public List<Guid> Retried { get; } = [];

    /// <summary>How often a list was read.</summary>
    public int Lists { get; private set; }

    public void Replace(Guid id, Func<OperationDetail, OperationDetail> change)
    {
        var at = Items.FindIndex(operation => operation.Summary.Id == id);
        Items[at] = change(Items[at]);
    }

    public Task<Page<OperationSummary>> ListAsync(OperationQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Lists++;
        var found = Items.Select(operation => operation.Summary).Where(operation => Matches(query, operation)).ToList();
        var skip = query.After is { } after ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
        var end = skip + query.Take;
        return new Page<OperationSummary>(
            [.. found.Skip(skip).Take(query.Take)], found.Count, end < found.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    });

    public Task<OperationDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(operation => operation.Summary.Id == id) ?? throw ProblemException.NotFound("There is no such operation"));

    public Task<IReadOnlyList<OperationLogLine>> ReadLogAsync(Guid id, long after, int take, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<OperationLogLine>>(() => [.. Log.Where(line => line.OperationId == id && line.Sequence > after).Take(take)]);

    public Task CancelAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Cancelled.Add(id);
        return ActAsync(() => true);
    }

    public Task RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Retried.Add(id);
        return ActAsync(() => true);
    }

    private static bool Matches(OperationQuery query, OperationSummary operation) =>
        (query.States.Count == 0 || query.States.Contains(operation.State))
        && (query.Kinds.Count == 0 || query.Kinds.Contains(operation.Kind))
        && (query.ClusterId is null || query.ClusterId == operation.ClusterId)
        && (query.Component is null || query.Component == operation.Component)
        && operation.TargetName.Contains(query.Search, StringComparison.OrdinalIgnoreCase);
}
