using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Portal.Core.Data;

/// <summary>
/// The model in which only what some teams own exists. A model of its own, so that whoever sees everything, and the portal's
/// jobs, ask the database what they always asked.
/// </summary>
internal sealed class TeamModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        ((PortalDbContext)context).KeepToTeams(modelBuilder);
    }
}
