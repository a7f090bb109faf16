using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Tus;

internal static class TusServices
{
    public static IServiceCollection AddTus(this IServiceCollection services) => services
        .AddSingleton<AppendTurns>().AddSingleton<BodyAppender>().AddSingleton<UploadFinish>()
        .AddSingleton<TusAppend>().AddSingleton<TusCreation>().AddSingleton<TusConcatenation>().AddSingleton<TusByDoor>().AddSingleton<TusDoor>();
}
