using Portal.Core.Access;
using Portal.Core.Access.OpenId;

namespace Portal.Web.Tests.Testing;

public sealed class FakeGroupMappings : FakeService, IGroupMappings
{
    public List<GroupMappingView> Items { get; } = [];

    public List<GroupMappingRequest> Created { get; } = [];

    public List<Guid> Deleted { get; } = [];

    public static GroupMappingView Mapping(string group, PortalRole role) =>
        new(Guid.CreateVersion7(), FakeProviders.Name, group, null, null, null, role, 3, Sample.Now.AddDays(-2), "ada");

    public Task<IReadOnlyList<GroupMappingView>> ListAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<GroupMappingView>>(() => [.. Items]);

    public Task<GroupMappingView> CreateAsync(GroupMappingRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return ActAsync(() =>
        {
            var mapping = new GroupMappingView(
                Guid.CreateVersion7(), request.Provider, request.Group, request.TeamId, request.TeamId is null ? null : "platform", request.TeamRole, request.PortalRole, 0, Sample.Now, actor.Name);
            Items.Add(mapping);
            return mapping;
        });
    }

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Deleted.Add(id);
        return ActAsync(() => Items.RemoveAll(mapping => mapping.Id == id));
    }
}
