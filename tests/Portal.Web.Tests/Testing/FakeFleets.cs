using Portal.Core.Access;
using Portal.Core.Fleets;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeFleets : FakeService, IFleets
{
    public List<FleetSummary> Items { get; } = [];

    public List<FleetRequest> Created { get; } = [];

    public List<(Guid Id, FleetRequest Request, uint Version)> Updated { get; } = [];

    public List<Guid> Deleted { get; } = [];

    public Task<IReadOnlyList<FleetSummary>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<FleetSummary>>(() => [.. Items]);

    public Task<FleetSummary> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(fleet => fleet.Id == id) ?? throw ProblemException.NotFound("There is no such fleet"));

    public Task<FleetSummary> CreateAsync(FleetRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return ActAsync(() =>
        {
            var fleet = Sample.Fleet(request.Name) with { Description = request.Description };
            Items.Add(fleet);
            return fleet;
        });
    }

    public Task<FleetSummary> UpdateAsync(Guid id, FleetRequest request, uint version, Actor actor, CancellationToken cancellationToken)
    {
        Updated.Add((id, request, version));
        return ActAsync(() =>
        {
            var at = Items.FindIndex(fleet => fleet.Id == id);
            return Items[at] = Items[at] with { Name = request.Name, Description = request.Description, Version = version + 1 };
        });
    }

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Deleted.Add(id);
        return ActAsync(() => Items.RemoveAll(fleet => fleet.Id == id));
    }
}
