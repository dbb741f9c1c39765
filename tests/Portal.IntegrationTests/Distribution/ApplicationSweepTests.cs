using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>The recurring look at what is delivered.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class ApplicationSweepTests(ApplicationEstate estate)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_FindsNothingNew_WritesNoObject_AndTheTimeOfTheLook()
    {
        var maps = string.Join("\n---\n", Enumerable.Range(0, 3).Select(index => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: looked-{index}}}\ndata: {{a: b}}"));
        var id = await estate.CreateAsync("looked", ApplicationSources.On(maps, "a2"));
        await estate.SucceedAsync(id);
        var before = await VersionsAsync(id);

        await estate.LookAsync(id);

        Assert.Equal(before, await VersionsAsync(id));
        using (var admin = estate.Admin("a2"))
        {
            await admin.CoreV1.DeleteNamespacedConfigMapAsync("looked-1", "default", cancellationToken: Token);
        }

        await estate.LookAsync(id);

        var objects = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters.Single().Objects;
        Assert.Equal([ObjectHealth.Ready, ObjectHealth.Missing, ObjectHealth.Ready], objects.Select(item => item.Health));
        Assert.All(objects, item => Assert.NotNull(item.CheckedAt));
        Assert.Equal(before.Where(row => row.Name != "looked-1"), (await VersionsAsync(id)).Where(row => row.Name != "looked-1"));
    }

    /// <summary>PostgreSQL's own mark of the last write of each row.</summary>
    private async Task<List<(string Name, long Version)>> VersionsAsync(Guid application)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var rows = await db.Database.SqlQuery<string>(
            $"SELECT name || ' ' || xmin::text AS \"Value\" FROM application_objects WHERE application_id = {application} ORDER BY 1").ToListAsync(Token);
        return rows.ConvertAll(row => (row.Split(' ')[0], long.Parse(row.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
