using System.Globalization;
using Portal.Core.Data;

namespace Portal.Web.Api;

/// <summary>The one envelope of lists.</summary>
internal static class Pages
{
    /// <summary>A list that is always whole.</summary>
    public static Page<T> Whole<T>(IReadOnlyList<T> items) => new(items, items.Count, null);

    /// <summary>A list by skip and take: next is the skip of the page after.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> items, int total, int skip)
    {
        var next = skip + items.Count;
        return new Page<T>(items, total, items.Count > 0 && next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }
}
