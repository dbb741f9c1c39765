using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>The trace store that a person has given for a cluster. What the portal installed itself needs none.</summary>
public sealed class TraceSource : ClusterEndpoint
{
    public required TraceStoreKind Store { get; set; }

    /// <summary>Whose traces are asked for (X-Scope-OrgID); empty for none.</summary>
    public string Tenant { get; set; } = "";
}

internal sealed class TraceSourceTable() : EndpointTable<TraceSource>(Name)
{
    public const string Name = "trace_sources";

    public override void Configure(EntityTypeBuilder<TraceSource> builder)
    {
        base.Configure(builder);
        builder.Property(source => source.Store).HasConversion<string>().HasMaxLength(16);
        builder.Property(source => source.Tenant).HasMaxLength(150);
    }
}
