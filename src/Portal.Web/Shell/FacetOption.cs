using Microsoft.AspNetCore.Components;

namespace Portal.Web.Shell;

/// <summary>A value of a facet with how many rows have it.</summary>
public sealed record FacetOption(string Value, RenderFragment Shown, int? Count);
