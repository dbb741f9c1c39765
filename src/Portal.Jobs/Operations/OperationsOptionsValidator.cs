using Microsoft.Extensions.Options;

namespace Portal.Jobs.Operations;

internal sealed class OperationsOptionsValidator : IValidateOptions<OperationsOptions>
{
    public ValidateOptionsResult Validate(string? name, OperationsOptions options)
    {
        var errors = new List<string>();
        Demand("LeaseSeconds", options.LeaseSeconds, 2, 300);
        Demand("Workers", options.Workers, 1, 200);
        Demand("MaxAttempts", options.MaxAttempts, 1, 50);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Demand(string key, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                errors.Add($"{OperationsOptions.Section}:{key} is {value}. Set it to a whole number from {least} to {most}.");
            }
        }
    }
}
