using System.Text.Json.Nodes;
using FluentValidation;
using Portal.Core.Components.Values;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;

namespace Portal.Core.GoldenPaths;

/// <summary>Fills templates in, and shows of a golden path that it makes an application before a team meets it.</summary>
internal sealed class GoldenPathProof(IValidator<ApplicationContent> contents)
{
    /// <summary>Throws an Invalid problem that names the field: "schema", "template", or one of the policy.</summary>
    public void Demand(GoldenPathRequest request, string what)
    {
        var form = PathForm.Demand(request.Schema, what);
        string[] known = [.. form.Names, PathTemplate.Application, PathTemplate.Fleet];
        if (Read(() => PathTemplate.Places(request.Template), what).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw ProblemException.Invalid(what, $"The template has a place {unknown}, and the schema no property of that name.", "Add the property, or correct the place.", "template");
        }

        var source = Fill(form, request.Template, form.Example(what), "example", "example", what);
        contents.Demand(ApplicationContent.Of(source, request.Policy ?? new ApplicationPolicy(), ""), what);
    }

    /// <summary>The manifests; throws an Invalid problem about "values" or "template".</summary>
    public static string Fill(PathForm form, string template, string values, string application, string fleet, string what)
    {
        var filled = form.Fill(values, what);
        var source = Read(() => PathTemplate.Fill(template, name => name switch
        {
            PathTemplate.Application => JsonValue.Create(application),
            PathTemplate.Fleet => JsonValue.Create(fleet),
            _ => filled[name],
        }), what);
        if (ManifestSource.Read(source).Faults is { Count: > 0 } faults)
        {
            throw ProblemException.Invalid(
                what, $"The template, filled in, is no application: {string.Join(" ", faults.Take(5).Select(fault => fault.Words))}", "Correct the values, or the template.", "template");
        }

        return source;
    }

    private static T Read<T>(Func<T> read, string what)
    {
        try
        {
            return read();
        }
        catch (StrictYamlException error)
        {
            throw ProblemException.Invalid(what, $"The template cannot be read: {error.Message}.", "Correct the template.", "template");
        }
    }
}
