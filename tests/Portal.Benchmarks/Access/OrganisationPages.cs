using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Access;

/// <summary>Lists of the organisation in Chromium: from the navigation to the frame that shows the rows.</summary>
internal static class OrganisationPages
{
    private const string Rows = """
        () => new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error(`no rows in 30 s: ${location.href}`)), 30000);
          const look = () => document.querySelector('main tbody tr') && !document.querySelector('[aria-busy=true], .table-skeleton')
            ? requestAnimationFrame(() => resolve(performance.now()))
            : requestAnimationFrame(look);
          look();
        })
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ServedPortal portal)
    {
        await using var chromium = await Chromium.StartAsync(portal.Address);
        var plain = await OpenedPage.TakeAsync(chromium, "/settings", OpenedPage.Heading);
        List<Figure> figures = [];
        foreach (var (name, path) in new[] { ("200 teams", "/teams"), ("5,000 accounts", "/settings/users"), ("1,000 clusters", "/clusters") })
        {
            var taken = await OpenedPage.TakeAsync(chromium, path, Rows);
            Progress.Say($"painted: {name} {taken.P50} / {taken.P95}, a page without data {plain.P50}");
            figures.Add(new($"painted: {name}, opened, p50", taken.P50, "a page without data, p50", plain.P50));
            figures.Add(new($"painted: {name}, opened, p95", taken.P95, "a page without data, p50", plain.P50));
        }

        return figures;
    }
}
