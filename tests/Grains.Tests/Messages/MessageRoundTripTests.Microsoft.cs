using System.Reflection;
using FileStorage.Core.Faults;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Database;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace FileStorage.Tests.Grains.Tests.Messages;

/// <summary>Between silos of two processes every message arrives as it was sent; within one process none is ever written.</summary>
public sealed class MessageRoundTripTests
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(IDriveGrain).Assembly))
        .Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(FileStorage)))
        .BuildServiceProvider()
        .GetRequiredService<Serializer>();

    public static TheoryData<string> Messages => [.. typeof(IDriveGrain).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null && type is { IsAbstract: false, IsGenericTypeDefinition: false })
        .Select(type => type.FullName!)];

    [Fact]
    public void What_a_grain_failed_with_arrives_as_what_it_was()
    {
        Exception sent = new WriteOutcomeUnknownException("The connection was lost.", new IOException("Reset."));

        var received = Serializer.Deserialize<Exception>(Serializer.SerializeToArray(sent));

        Assert.IsAssignableFrom<IUnavailable>(received);
        Assert.Equal(sent.Message, Assert.IsType<WriteOutcomeUnknownException>(received).Message);
        Assert.IsType<IOException>(received.InnerException);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_arrives_as_it_was_sent(string name)
    {
        var sent = MessageSample.Make(typeof(IDriveGrain).Assembly.GetType(name)!);

        // As an argument is: next to others, some of them the same.
        object?[] arguments = [sent, "text", sent, CancellationToken.None.IsCancellationRequested];
        var received = Serializer.Deserialize<object?[]>(Serializer.SerializeToArray(arguments));

        Assert.Equal(MessageSample.Describe(sent), MessageSample.Describe(received![0]));
        Assert.Equal(MessageSample.Describe(sent), MessageSample.Describe(received[2]));
    }
}
