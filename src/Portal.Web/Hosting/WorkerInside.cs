using Portal.Jobs;
using Portal.Jobs.Schedules;

namespace Portal.Web.Hosting;

/// <summary>The worker in this process, for a small estate. Here alone Web knows of Jobs.</summary>
public static class WorkerInside
{
    public static void AddWorkerInside(this WebApplicationBuilder builder)
    {
        builder.Services.AddJobStorage();
        // What is no boolean is refused at start, with all else that is wrong.
        if (bool.TryParse(builder.Configuration[HostingOptionsBinder.WorkerInsideKey], out var inside) && inside)
        {
            builder.Services.AddPortalWorker(builder.Configuration);
            if (!string.IsNullOrEmpty(builder.Configuration[DemoFleet.FolderKey]))
            {
                builder.Services.AddHostedService<DemoFleet>();
            }
        }
    }
}
