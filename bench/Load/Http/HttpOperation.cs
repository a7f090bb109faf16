using System.Globalization;
using System.Net.Sockets;
using FileStorage.Bench.Load.Open;

namespace FileStorage.Bench.Load.Http;

/// <summary>One request in flight on a kept connection.</summary>
internal sealed class HttpOperation(HttpFiles files) : IOperation
{
    private readonly FileBody _small = files.NewBody(files.Options.SizeBytes);
    private FileBody? _large;
    private Http1Connection? _connection;

    public string? Do(Arrival arrival)
    {
        if (arrival.Kind is OperationKind.Large)
        {
            _large ??= files.NewBody(files.Options.LargeBytes);
        }

        var request = files.Request(arrival, _small, _large ?? _small);
        if (files.Options.Mix is Mix.Devices)
        {
            files.Hearing.Sent(arrival.Drive);
        }

        try
        {
            _connection ??= files.Connect();
            var status = _connection.Exchange(request, out var answer, arrival.Drive);
            return status is not (200 or 201) ? "HTTP " + status.ToString(CultureInfo.InvariantCulture)
                : arrival.Kind is OperationKind.Read && answer.Length != files.Options.SizeBytes ? "wrong length"
                : null;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // The next one gets a connection of its own.
            _connection?.Dispose();
            _connection = null;
            return exception is SocketException socket ? "connection " + socket.SocketErrorCode : "connection ended";
        }
    }

    public void Dispose() => _connection?.Dispose();
}
