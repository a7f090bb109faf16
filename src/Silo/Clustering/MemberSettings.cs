using System.ComponentModel.DataAnnotations;
using FileStorage.Silo.Hosting;

namespace FileStorage.Silo.Clustering;

/// <summary>Reads the settings of the cluster before there are services: they decide which there are.</summary>
internal static class MemberSettings
{
    /// <summary>Null where the process is alone.</summary>
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static MemberOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(MemberOptions.Section);
        if (!section.Exists())
        {
            return null;
        }

        try
        {
            var options = section.Get<MemberOptions>() ?? new MemberOptions();
            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
            return options;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ValidationException)
        {
            throw new StartException($"a setting of {MemberOptions.Section} is wrong: {exception.Message}", exception);
        }
    }
}
