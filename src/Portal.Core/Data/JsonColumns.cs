using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Data;

internal static class JsonColumns
{
    /// <summary>A value as a jsonb column, by <see cref="StoredJson"/>; it is replaced as a whole, and never changed in place.</summary>
    public static PropertyBuilder<T> StoredAsJson<T>(this PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<T>(text, StoredJson.Options)!,
        new ValueComparer<T>((one, other) => ReferenceEquals(one, other), _ => 0, value => value));
}
