using FluentValidation;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

internal sealed class RolloutSettingsValidator : AbstractValidator<RolloutSettings>
{
    public RolloutSettingsValidator()
    {
        RuleFor(settings => settings.Concurrency).InclusiveBetween(1, RolloutSettings.MostConcurrent)
            .WithMessage($"Between 1 and {RolloutSettings.MostConcurrent} clusters can be changed at once.");
        RuleFor(settings => settings.OnFailure).IsInEnum();
        RuleFor(settings => settings.OnNotReady).IsInEnum();
        RuleFor(settings => settings.Canaries).NotNull();
        RuleFor(settings => settings.Waves!).SetValidator(new RolloutWavesValidator()).When(settings => settings.Waves is not null);
    }
}
