using System.Text.Json;
using FluentValidation;

namespace Portal.Core.Problems;

/// <summary>Turns what a validator finds into the problem that form and API show.</summary>
public static class ValidationProblems
{
    /// <summary>Throws an <see cref="ProblemKind.Invalid"/> problem with all messages; its field is the first one at fault.</summary>
    /// <param name="what">What was refused: "The fleet was not created".</param>
    public static void Demand<T>(this IValidator<T> validator, T request, string what)
    {
        var result = validator.Validate(request);
        if (!result.IsValid)
        {
            var first = result.Errors[0];
            throw ProblemException.Invalid(
                what,
                string.Join(" ", result.Errors.Select(error => error.ErrorMessage).Distinct()),
                "Correct the field and send it again.",
                JsonNamingPolicy.CamelCase.ConvertName(first.PropertyName));
        }
    }
}
