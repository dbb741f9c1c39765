using System.Text.Json;
using FluentValidation;

namespace Portal.Core.Problems;

/// <summary>Turns what a validator finds into one problem: every message, and the first field at fault.</summary>
public static class RequestValidation
{
    /// <param name="what">What cannot be done ("The fleet cannot be saved").</param>
    public static void Demand<T>(this IValidator<T> validator, T request, string what)
    {
        var result = validator.Validate(request);
        if (result.IsValid)
        {
            return;
        }

        var messages = result.Errors.Select(error => error.ErrorMessage).Distinct();
        throw ProblemException.Invalid(
            what,
            string.Join(' ', messages),
            "Correct the marked field and try again.",
            FieldName(result.Errors[0].PropertyName));
    }

    private static string FieldName(string property) =>
        string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
