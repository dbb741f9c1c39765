using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSystemConnections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "system_connections",
                columns: table => new
                {
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    latency_milliseconds = table.Column<double>(type: "double precision", nullable: true),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_connections", x => new { x.system_id, x.from_cluster_id, x.to_cluster_id });
                    table.ForeignKey(
                        name: "fk_system_connections_clusters_from_cluster_id",
                        column: x => x.from_cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_system_connections_clusters_to_cluster_id",
                        column: x => x.to_cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_system_connections_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_system_connections_from_cluster_id",
                table: "system_connections",
                column: "from_cluster_id");

            migrationBuilder.CreateIndex(
                name: "ix_system_connections_to_cluster_id",
                table: "system_connections",
                column: "to_cluster_id");

            migrationBuilder.Sql(EmbeddedSql.Read("notify-system-connections.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "system_connections");
        }
    }
}
