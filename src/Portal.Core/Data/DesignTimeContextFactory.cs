using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Portal.Core.Data;

/// <summary>Lets `dotnet ef migrations add` build the model without a database.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<PortalDbContext>
{
    public PortalDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PortalDbContext>()
            .UseNpgsql("Host=localhost", npgsql => npgsql.ConfigureDataSource(source => source.EnableDynamicJson()))
            .UseSnakeCaseNamingConvention()
            .Options);
}
